/** The fold in Redis: one script that applies, one that looks. */
@NullMarked
package dev.firstcome.coupon.fold.redis;

import org.jspecify.annotations.NullMarked;
