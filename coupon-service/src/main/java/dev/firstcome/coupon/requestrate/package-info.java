/** Detects unusually frequent coupon requests per address or device, without revealing their identity. */
@NullMarked
package dev.firstcome.coupon.requestrate;

import org.jspecify.annotations.NullMarked;
