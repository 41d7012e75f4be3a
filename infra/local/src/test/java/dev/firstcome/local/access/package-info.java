/** Tests of the local platform's tokens. */
@NullMarked
package dev.firstcome.local.access;

import org.jspecify.annotations.NullMarked;
