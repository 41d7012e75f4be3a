/** Idempotency keys in the shards of their users. */
@NullMarked
package dev.firstcome.payment.idempotency.store;

import org.jspecify.annotations.NullMarked;
