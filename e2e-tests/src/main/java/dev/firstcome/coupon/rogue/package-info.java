/** An issuer that takes every partition by force, which is on a coupon service's class path in one scenario only. */
@NullMarked
package dev.firstcome.coupon.rogue;

import org.jspecify.annotations.NullMarked;
