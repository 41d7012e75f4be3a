/** The log and the signed blocks as they stand in their topics. */
@NullMarked
package dev.firstcome.coupon.proof.kafka;

import org.jspecify.annotations.NullMarked;
