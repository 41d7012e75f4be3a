/** A no-op endpoint, which is on the coupon service's class path only during benchmarks. */
@NullMarked
package dev.firstcome.coupon.bench;

import org.jspecify.annotations.NullMarked;
