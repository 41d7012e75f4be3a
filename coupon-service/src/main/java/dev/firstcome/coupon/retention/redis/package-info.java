/** Computes retention requirements from the partition state in Redis, and truncates its outcomes. */
@NullMarked
package dev.firstcome.coupon.retention.redis;

import org.jspecify.annotations.NullMarked;
