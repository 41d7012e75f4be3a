/** Reads the watermarks from the progress topic. */
@NullMarked
package dev.firstcome.coupon.progress.kafka;

import org.jspecify.annotations.NullMarked;
