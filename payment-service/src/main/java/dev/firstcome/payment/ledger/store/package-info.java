/** Ledger entries and closing balances in the shards of their payments. */
@NullMarked
package dev.firstcome.payment.ledger.store;

import org.jspecify.annotations.NullMarked;
