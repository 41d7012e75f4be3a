package dev.firstcome.coupon.partitionstate.redis.cluster;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.ClusterInfo;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.stereotype.Component;

/** DOWN if a slot of the coupon cluster is not served, or the cluster is unreachable. */
@Component("couponRedisHealthIndicator")
final class CouponRedisHealth implements HealthIndicator {
    private final LettuceConnectionFactory connections;

    CouponRedisHealth(LettuceConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    public Health health() {
        try (RedisClusterConnection connection = connections.getClusterConnection()) {
            ClusterInfo info = connection.clusterGetClusterInfo();
            boolean ok = info != null && "ok".equals(info.getState());
            return (ok ? Health.up() : Health.down().withDetail("cluster", "a slot is not served")).build();
        } catch (DataAccessException | IllegalArgumentException unreachable) { // the latter if no node is connected
            return Health.down(unreachable).build();
        }
    }
}
