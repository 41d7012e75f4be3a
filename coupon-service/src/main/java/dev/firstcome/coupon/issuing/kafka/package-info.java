/** The Kafka consumer and producers of the issuers. */
@NullMarked
package dev.firstcome.coupon.issuing.kafka;

import org.jspecify.annotations.NullMarked;
