/** Exports the coupon log and its proofs from Kafka. */
@NullMarked
package dev.firstcome.local.proof;

import org.jspecify.annotations.NullMarked;
