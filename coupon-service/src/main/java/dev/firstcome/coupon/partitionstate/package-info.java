/** The state of a partition of the coupon log, and the ports that apply records to it and read it. */
@NullMarked
package dev.firstcome.coupon.partitionstate;

import org.jspecify.annotations.NullMarked;
