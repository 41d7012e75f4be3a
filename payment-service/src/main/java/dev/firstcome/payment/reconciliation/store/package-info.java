/** Reconciliation runs and differences in the shards. */
@NullMarked
package dev.firstcome.payment.reconciliation.store;

import org.jspecify.annotations.NullMarked;
