/** The results of the records of the coupon log. */
@NullMarked
package dev.firstcome.contracts.coupon.result;

import org.jspecify.annotations.NullMarked;
