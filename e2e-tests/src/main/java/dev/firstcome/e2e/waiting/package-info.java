/** Waiting until a platform has processed all work. */
@NullMarked
package dev.firstcome.e2e.waiting;

import org.jspecify.annotations.NullMarked;
