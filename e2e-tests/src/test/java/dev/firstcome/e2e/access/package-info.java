/** Tries everything that nobody may do. */
@NullMarked
package dev.firstcome.e2e.access;

import org.jspecify.annotations.NullMarked;
