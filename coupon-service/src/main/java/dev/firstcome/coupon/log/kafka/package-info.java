/** The coupon log in Kafka. */
@NullMarked
package dev.firstcome.coupon.log.kafka;

import org.jspecify.annotations.NullMarked;
