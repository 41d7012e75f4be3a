/** The servers of the shards, as the relay sees them. */
@NullMarked
package dev.firstcome.payment.standby.store;

import org.jspecify.annotations.NullMarked;
