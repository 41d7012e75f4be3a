/** Events of payment-service about payments and refunds. */
@NullMarked
package dev.firstcome.contracts.payment;

import org.jspecify.annotations.NullMarked;
