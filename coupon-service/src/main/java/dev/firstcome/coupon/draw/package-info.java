/** The secret seeds of draws, and the order in which a draw decides its tickets. */
@NullMarked
package dev.firstcome.coupon.draw;

import org.jspecify.annotations.NullMarked;
