/** The coupon log: one ordered list of requests and commands per partition. */
@NullMarked
package dev.firstcome.coupon.log;

import org.jspecify.annotations.NullMarked;
