/** Checkout, charge, refund and the ledger. */
@NullMarked
package dev.firstcome.payment;

import org.jspecify.annotations.NullMarked;
