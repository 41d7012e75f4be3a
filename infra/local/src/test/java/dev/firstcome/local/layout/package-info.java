/** Tests of the local platform. */
@NullMarked
package dev.firstcome.local.layout;

import org.jspecify.annotations.NullMarked;
