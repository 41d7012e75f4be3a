/** Collects the evidence of a run from a platform at rest: topics, Redis, wallets. Reads only. */
@NullMarked
package dev.firstcome.e2e.verifier.collect;

import org.jspecify.annotations.NullMarked;
