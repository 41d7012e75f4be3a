/** The coupons that users have. */
@NullMarked
package dev.firstcome.coupon.wallet;

import org.jspecify.annotations.NullMarked;
