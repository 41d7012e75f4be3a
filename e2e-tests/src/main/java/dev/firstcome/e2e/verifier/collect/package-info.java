/** Collects the evidence of a run from a quiescent platform: topics, Redis, wallets, payments. Read-only. */
@NullMarked
package dev.firstcome.e2e.verifier.collect;

import org.jspecify.annotations.NullMarked;
