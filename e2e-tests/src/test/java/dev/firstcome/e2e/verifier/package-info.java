/** Tests of the judge: for each invariant a run in which it holds, and one in which it does not. */
@NullMarked
package dev.firstcome.e2e.verifier;

import org.jspecify.annotations.NullMarked;
