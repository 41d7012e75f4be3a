/** Payments in their users' shards. */
@NullMarked
package dev.firstcome.payment.payment.store;

import org.jspecify.annotations.NullMarked;
