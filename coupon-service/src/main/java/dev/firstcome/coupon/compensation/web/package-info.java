/** Compensation over HTTP. */
@NullMarked
package dev.firstcome.coupon.compensation.web;

import org.jspecify.annotations.NullMarked;
