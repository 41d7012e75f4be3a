/** Applies the log to the fold and publishes what became of each record. */
@NullMarked
package dev.firstcome.coupon.issuing;

import org.jspecify.annotations.NullMarked;
