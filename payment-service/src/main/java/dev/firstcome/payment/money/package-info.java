/** Amounts of money, and what a coupon takes off them. */
@NullMarked
package dev.firstcome.payment.money;

import org.jspecify.annotations.NullMarked;
