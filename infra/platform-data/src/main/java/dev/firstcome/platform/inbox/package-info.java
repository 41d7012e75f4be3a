/** Idempotent event consumers: the id of an event is inserted in the transaction of its effect. */
@NullMarked
package dev.firstcome.platform.inbox;

import org.jspecify.annotations.NullMarked;
