/** Results become coupons. */
@NullMarked
package dev.firstcome.coupon.wallet.messaging;

import org.jspecify.annotations.NullMarked;
