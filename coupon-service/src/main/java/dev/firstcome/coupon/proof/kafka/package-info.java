/** Kafka access to the log and to the signed blocks. */
@NullMarked
package dev.firstcome.coupon.proof.kafka;

import org.jspecify.annotations.NullMarked;
