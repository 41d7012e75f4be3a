/** Evaluates the invariants of published results, independently of the issuers and while they issue coupons. */
@NullMarked
package dev.firstcome.coupon.monitoring;

import org.jspecify.annotations.NullMarked;
