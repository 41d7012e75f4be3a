/** The progress and the proofs of the coupon log, and events about coupons in wallets. */
@NullMarked
package dev.firstcome.contracts.coupon;

import org.jspecify.annotations.NullMarked;
