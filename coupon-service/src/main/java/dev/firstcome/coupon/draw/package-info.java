/** Derives the secret seeds of draws. */
@NullMarked
package dev.firstcome.coupon.draw;

import org.jspecify.annotations.NullMarked;
