/** The coupon log: one ordered sequence of requests and commands per partition. */
@NullMarked
package dev.firstcome.coupon.log;

import org.jspecify.annotations.NullMarked;
