/** Supervision of synchronous replication per shard; a promoted shard with possible loss moves no money. */
@NullMarked
package dev.firstcome.payment.standby;

import org.jspecify.annotations.NullMarked;
