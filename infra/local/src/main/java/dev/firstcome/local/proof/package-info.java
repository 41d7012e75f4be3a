/** Takes the coupon log and its proofs out of Kafka, for who wants to check them elsewhere. */
@NullMarked
package dev.firstcome.local.proof;

import org.jspecify.annotations.NullMarked;
