/** A Java agent that halts a process at a named method, for crash tests at exact points of the code. */
@NullMarked
package dev.firstcome.e2e.failpoints;

import org.jspecify.annotations.NullMarked;
