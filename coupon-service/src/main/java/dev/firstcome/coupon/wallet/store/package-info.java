/** The sharded JDBC stores of coupons and reservations. */
@NullMarked
package dev.firstcome.coupon.wallet.store;

import org.jspecify.annotations.NullMarked;
