/** The records of the coupon log: requests and commands. */
@NullMarked
package dev.firstcome.contracts.coupon.log;

import org.jspecify.annotations.NullMarked;
