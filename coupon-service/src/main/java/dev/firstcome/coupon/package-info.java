/** The coupon engine: campaigns, intake, issuing and wallet. */
@NullMarked
package dev.firstcome.coupon;

import org.jspecify.annotations.NullMarked;
