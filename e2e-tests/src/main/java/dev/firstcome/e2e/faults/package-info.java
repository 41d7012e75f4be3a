/** Timelines of faults: drawn by a seed, printed, replayed, and always healed. */
@NullMarked
package dev.firstcome.e2e.faults;

import org.jspecify.annotations.NullMarked;
