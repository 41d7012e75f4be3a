/** Payments in the shards of their users. */
@NullMarked
package dev.firstcome.payment.payment.store;

import org.jspecify.annotations.NullMarked;
