package dev.firstcome.gateway.limits.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import java.time.Duration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configures the Lettuce client of the cache Redis: commands fail fast while a node is disconnected, and topology
 * changes are detected quickly.
 */
@Configuration(proxyBeanMethods = false)
class RateLimitRedisConfiguration {
    private static final int QUEUED_COMMANDS_MAX = 5_000;

    @Bean
    LettuceClientOptionsBuilderCustomizer failFastLettuceOptions() {
        return options -> {
            options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                    .requestQueueSize(QUEUED_COMMANDS_MAX)
                    .socketOptions(SocketOptions.builder()
                            .connectTimeout(Duration.ofMillis(200))
                            .keepAlive(true)
                            .tcpUserTimeout(SocketOptions.TcpUserTimeoutOptions.builder()
                                    .enable(true)
                                    .tcpUserTimeout(Duration.ofSeconds(5))
                                    .build())
                            .build());
            if (options instanceof ClusterClientOptions.Builder cluster) {
                cluster.validateClusterNodeMembership(false)
                        .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                                .enableAllAdaptiveRefreshTriggers()
                                .adaptiveRefreshTriggersTimeout(Duration.ofSeconds(1))
                                .enablePeriodicRefresh(Duration.ofSeconds(10))
                                .build());
            }
        };
    }
}
