/** The watermarks as they stand in their topic. */
@NullMarked
package dev.firstcome.coupon.progress.kafka;

import org.jspecify.annotations.NullMarked;
