/** The records of the coupon log, its results and its progress. */
@NullMarked
package dev.firstcome.contracts.coupon;

import org.jspecify.annotations.NullMarked;
