/** The operator endpoints for grants and revocations. */
@NullMarked
package dev.firstcome.coupon.compensation.web;

import org.jspecify.annotations.NullMarked;
