/** Payments as they change, for those who wait. */
@NullMarked
package dev.firstcome.payment.live;

import org.jspecify.annotations.NullMarked;
