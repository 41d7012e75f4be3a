/** The invariants of published results and their violations. A violation raises an alert and may pause the campaign. */
@NullMarked
package dev.firstcome.coupon.invariants;

import org.jspecify.annotations.NullMarked;
