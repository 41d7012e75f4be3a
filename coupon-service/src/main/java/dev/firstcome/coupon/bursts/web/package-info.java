/** Requests for coupons as they come in. */
@NullMarked
package dev.firstcome.coupon.bursts.web;

import org.jspecify.annotations.NullMarked;
