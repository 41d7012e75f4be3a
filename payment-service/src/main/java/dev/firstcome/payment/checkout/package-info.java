/** Checkout: prices an order and creates its payment. */
@NullMarked
package dev.firstcome.payment.checkout;

import org.jspecify.annotations.NullMarked;
