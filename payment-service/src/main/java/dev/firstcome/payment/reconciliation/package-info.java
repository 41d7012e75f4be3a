/** Compares the provider's charges and refunds with local payments and the ledger. */
@NullMarked
package dev.firstcome.payment.reconciliation;

import org.jspecify.annotations.NullMarked;
