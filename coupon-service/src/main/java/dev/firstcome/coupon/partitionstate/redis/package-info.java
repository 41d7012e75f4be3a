/** Partition states in Redis: Lua scripts apply the records and read the state. */
@NullMarked
package dev.firstcome.coupon.partitionstate.redis;

import org.jspecify.annotations.NullMarked;
