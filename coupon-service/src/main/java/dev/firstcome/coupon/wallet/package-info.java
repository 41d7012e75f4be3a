/** The coupons of users, their reservations and their expiry. */
@NullMarked
package dev.firstcome.coupon.wallet;

import org.jspecify.annotations.NullMarked;
