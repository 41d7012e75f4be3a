/** The issuer's consumer and its producer. */
@NullMarked
package dev.firstcome.coupon.issuing.kafka;

import org.jspecify.annotations.NullMarked;
