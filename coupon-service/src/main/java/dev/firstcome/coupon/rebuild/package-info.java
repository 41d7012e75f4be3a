/** Rebuilds of a partition's state from the log: reports differences to the live state and can replace it. */
@NullMarked
package dev.firstcome.coupon.rebuild;

import org.jspecify.annotations.NullMarked;
