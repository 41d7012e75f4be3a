/** Retention of campaigns and log records: purging, the low watermark of each partition, and truncation below it. */
@NullMarked
package dev.firstcome.coupon.retention;

import org.jspecify.annotations.NullMarked;
