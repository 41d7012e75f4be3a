/** The judge: which invariants held in a run, from what clients saw and what the platform kept. Does no I/O. */
@NullMarked
package dev.firstcome.e2e.verifier;

import org.jspecify.annotations.NullMarked;
