/** Checkout, charge, refund and the ledger; until they come, an application that runs and says so. */
@NullMarked
package dev.firstcome.payment;

import org.jspecify.annotations.NullMarked;
