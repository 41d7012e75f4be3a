/** Waiting for conditions, always with a bound. */
@NullMarked
package dev.firstcome.e2e.waiting;

import org.jspecify.annotations.NullMarked;
