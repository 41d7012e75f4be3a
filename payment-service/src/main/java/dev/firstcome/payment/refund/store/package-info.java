/** Refunds in the shards of their payments. */
@NullMarked
package dev.firstcome.payment.refund.store;

import org.jspecify.annotations.NullMarked;
