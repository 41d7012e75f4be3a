package dev.firstcome.coupon.retention.redis;

import dev.firstcome.coupon.partitionstate.redis.cluster.BinaryRedisTemplate;
import dev.firstcome.coupon.retention.StateRetention;

/** Gives tests of other packages the retention of partition states in Redis. */
public final class StateRetentionFixture {
    private StateRetentionFixture() {}

    public static StateRetention over(BinaryRedisTemplate redis) {
        return new RedisStateRetention(redis);
    }
}
