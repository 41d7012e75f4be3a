/** Keys in their users' shards. */
@NullMarked
package dev.firstcome.payment.idempotency.store;

import org.jspecify.annotations.NullMarked;
