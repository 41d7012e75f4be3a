/** An endpoint without work, which is on the coupon service's class path only while it is measured. */
@NullMarked
package dev.firstcome.coupon.bench;

import org.jspecify.annotations.NullMarked;
