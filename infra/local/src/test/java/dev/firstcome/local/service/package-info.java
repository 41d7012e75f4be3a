/** Tests of the local platform. */
@NullMarked
package dev.firstcome.local.service;

import org.jspecify.annotations.NullMarked;
