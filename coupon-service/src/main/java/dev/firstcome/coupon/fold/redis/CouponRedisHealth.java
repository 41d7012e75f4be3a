package dev.firstcome.coupon.fold.redis;

import io.lettuce.core.RedisException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** DOWN while the coupon cluster has a slot that no master serves, or cannot be reached. */
@Component("couponRedisHealthIndicator")
class CouponRedisHealth implements HealthIndicator {
    private final CouponRedis redis;

    CouponRedisHealth(CouponRedis redis) {
        this.redis = redis;
    }

    @Override
    public Health health() {
        try {
            String info = redis.commands().clusterInfo();
            boolean ok = info.contains("cluster_state:ok");
            return (ok ? Health.up() : Health.down().withDetail("cluster", "a slot is not served")).build();
        } catch (RedisException away) {
            return Health.down(away).build();
        }
    }
}
