/** Partition states in Redis: Lua scripts that apply records, and readers of the state. */
@NullMarked
package dev.firstcome.coupon.fold.redis;

import org.jspecify.annotations.NullMarked;
