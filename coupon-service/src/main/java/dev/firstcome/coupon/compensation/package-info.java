/** Coupon grants and revocations by operators. */
@NullMarked
package dev.firstcome.coupon.compensation;

import org.jspecify.annotations.NullMarked;
