/** The seeds of draws, before they are revealed. */
@NullMarked
package dev.firstcome.coupon.draw;

import org.jspecify.annotations.NullMarked;
