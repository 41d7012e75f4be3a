/** A Java agent that halts a process at a named method, so that a crash can be put exactly where it hurts. */
@NullMarked
package dev.firstcome.e2e.failpoints;

import org.jspecify.annotations.NullMarked;
