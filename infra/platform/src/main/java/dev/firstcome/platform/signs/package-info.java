/** Measures that left their bounds, with hysteresis, told to whom it concerns. */
@NullMarked
package dev.firstcome.platform.signs;

import org.jspecify.annotations.NullMarked;
