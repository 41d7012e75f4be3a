/** Processed webhook events in the shards. */
@NullMarked
package dev.firstcome.payment.webhook.store;

import org.jspecify.annotations.NullMarked;
