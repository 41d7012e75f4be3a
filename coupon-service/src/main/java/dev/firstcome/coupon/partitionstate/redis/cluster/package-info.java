/** Access to the coupon cluster: client configuration, template, scripts and keys. */
@NullMarked
package dev.firstcome.coupon.partitionstate.redis.cluster;

import org.jspecify.annotations.NullMarked;
