/** The five services as processes with their configuration. */
@NullMarked
package dev.firstcome.local.service;

import org.jspecify.annotations.NullMarked;
