package dev.firstcome.gateway.limits.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import java.time.Duration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the gateway holds on to the cache Redis: it refuses at once where a node is away, and follows a new master soon. */
@Configuration(proxyBeanMethods = false)
class LimitsRedisConfiguration {
    private static final int COMMANDS_WAITING_MAX = 5_000;

    @Bean
    LettuceClientOptionsBuilderCustomizer impatient() {
        return options -> {
            options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                    .requestQueueSize(COMMANDS_WAITING_MAX)
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
