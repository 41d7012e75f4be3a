/** Tests of decoding the live state. */
@NullMarked
package dev.firstcome.e2e.verifier.collect;

import org.jspecify.annotations.NullMarked;
