/** Reads published results from Kafka. */
@NullMarked
package dev.firstcome.coupon.audit.kafka;

import org.jspecify.annotations.NullMarked;
