/** Rate limits and used tickets that all gateways share in the cache Redis. */
@NullMarked
package dev.firstcome.gateway.limits.redis;

import org.jspecify.annotations.NullMarked;
