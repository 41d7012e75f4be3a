/** Evaluates the invariants of a run from client histories and platform state. Performs no I/O. */
@NullMarked
package dev.firstcome.e2e.verifier;

import org.jspecify.annotations.NullMarked;
