/** The published progress of each partition, which determines the outcomes that may be revealed to users. */
@NullMarked
package dev.firstcome.coupon.progress;

import org.jspecify.annotations.NullMarked;
