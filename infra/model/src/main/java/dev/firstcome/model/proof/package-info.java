/** Verifies an exported coupon log against its signed Merkle roots. Requires only the public key. */
@NullMarked
package dev.firstcome.model.proof;

import org.jspecify.annotations.NullMarked;
