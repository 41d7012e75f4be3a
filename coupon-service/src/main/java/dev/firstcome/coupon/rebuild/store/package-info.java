/** Rebuilds and what they found, in the databases. */
@NullMarked
package dev.firstcome.coupon.rebuild.store;

import org.jspecify.annotations.NullMarked;
