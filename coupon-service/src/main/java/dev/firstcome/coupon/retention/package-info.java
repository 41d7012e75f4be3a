/** How long campaigns and their records are kept: the floor of each partition, and what goes below it. */
@NullMarked
package dev.firstcome.coupon.retention;

import org.jspecify.annotations.NullMarked;
