/** The operator endpoint of the invariants. */
@NullMarked
package dev.firstcome.coupon.monitoring.web;

import org.jspecify.annotations.NullMarked;
