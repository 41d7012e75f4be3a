/** The operator endpoint of the invariants. */
@NullMarked
package dev.firstcome.coupon.invariants.web;

import org.jspecify.annotations.NullMarked;
