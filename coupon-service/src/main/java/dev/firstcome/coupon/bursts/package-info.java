/** Who asks for coupons unusually often: an address or a device, told without saying whose it is. */
@NullMarked
package dev.firstcome.coupon.bursts;

import org.jspecify.annotations.NullMarked;
