/** Coupons in the shards. */
@NullMarked
package dev.firstcome.coupon.wallet.store;

import org.jspecify.annotations.NullMarked;
