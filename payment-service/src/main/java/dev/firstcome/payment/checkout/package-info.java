/** From a basket to a payment. */
@NullMarked
package dev.firstcome.payment.checkout;

import org.jspecify.annotations.NullMarked;
