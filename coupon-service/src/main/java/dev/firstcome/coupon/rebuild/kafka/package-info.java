/** Kafka access to the published results. */
@NullMarked
package dev.firstcome.coupon.rebuild.kafka;

import org.jspecify.annotations.NullMarked;
