/** Bounded waits for tests, widened by the time during which the machine stalled. */
@NullMarked
package dev.firstcome.testsupport;

import org.jspecify.annotations.NullMarked;
