/** The ledger in the payments' shards. */
@NullMarked
package dev.firstcome.payment.ledger.store;

import org.jspecify.annotations.NullMarked;
