/** Applies the log to the partition state and publishes the result of each request. */
@NullMarked
package dev.firstcome.coupon.issuing;

import org.jspecify.annotations.NullMarked;
