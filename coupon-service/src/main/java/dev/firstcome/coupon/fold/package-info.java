/** The state of a partition of the coupon log: a fold of its records. */
@NullMarked
package dev.firstcome.coupon.fold;

import org.jspecify.annotations.NullMarked;
