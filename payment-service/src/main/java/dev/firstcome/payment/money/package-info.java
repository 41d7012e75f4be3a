/** Amounts of money and discounts. */
@NullMarked
package dev.firstcome.payment.money;

import org.jspecify.annotations.NullMarked;
