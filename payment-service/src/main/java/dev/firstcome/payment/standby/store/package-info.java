/** Sessions on the primary servers of the shards. */
@NullMarked
package dev.firstcome.payment.standby.store;

import org.jspecify.annotations.NullMarked;
