/** Tests of the verifier: for each invariant, a run that satisfies it and runs that violate it. */
@NullMarked
package dev.firstcome.e2e.verifier;

import org.jspecify.annotations.NullMarked;
