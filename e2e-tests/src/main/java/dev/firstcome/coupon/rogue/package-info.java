/** An issuer that bypasses group assignment, which is on the coupon service's class path in one scenario only. */
@NullMarked
package dev.firstcome.coupon.rogue;

import org.jspecify.annotations.NullMarked;
