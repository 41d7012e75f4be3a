package dev.firstcome.coupon.partitionstate.redis.cluster;

import dev.firstcome.platform.startup.StartupTasks;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.stereotype.Component;

/** Establishes the connection that all commands share. The process is not ready before that. */
@Component
final class CouponRedisStartup {
    CouponRedisStartup(LettuceConnectionFactory connections, StartupTasks startup) {
        if (!connections.isClusterAware()) {
            throw new IllegalStateException("spring.data.redis.cluster.nodes must name nodes of the coupon cluster");
        }
        startup.runUntilSuccessful(
                "coupon Redis", () -> connections.getClusterConnection().close());
    }
}
