/** Determines where the issuer of a partition starts after a failure or an assignment. */
@NullMarked
package dev.firstcome.coupon.recovery;

import org.jspecify.annotations.NullMarked;
