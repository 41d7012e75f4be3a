/** Stores coupons and reservations in the database shards. */
@NullMarked
package dev.firstcome.coupon.wallet.store;

import org.jspecify.annotations.NullMarked;
