/** Schedules of faults: generated from a seed, printed, replayable, and always healed. */
@NullMarked
package dev.firstcome.e2e.faults;

import org.jspecify.annotations.NullMarked;
