/** Web adapter that records incoming coupon requests. */
@NullMarked
package dev.firstcome.coupon.requestrate.web;

import org.jspecify.annotations.NullMarked;
