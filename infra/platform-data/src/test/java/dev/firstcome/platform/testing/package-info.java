/** Test support that several modules share: a clock, records of topics, and executed statements. */
@NullMarked
package dev.firstcome.platform.testing;

import org.jspecify.annotations.NullMarked;
