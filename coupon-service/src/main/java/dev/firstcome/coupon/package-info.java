/** The coupon engine and what belongs to it: campaigns, intake, issuing, wallet. */
@NullMarked
package dev.firstcome.coupon;

import org.jspecify.annotations.NullMarked;
