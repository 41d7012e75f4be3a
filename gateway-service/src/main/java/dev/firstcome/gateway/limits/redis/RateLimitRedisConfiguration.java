package dev.firstcome.gateway.limits.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import java.time.Duration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configures the Lettuce client of the cache Redis: commands fail fast while a node is disconnected, and topology
 * changes are detected quickly. Spring Boot builds cluster options only if the nodes are properties; these options
 * apply with any connection details.
 */
@Configuration(proxyBeanMethods = false)
class RateLimitRedisConfiguration {
    private static final int QUEUED_COMMANDS_MAX = 5_000;
    private static final Duration TCP_USER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ADAPTIVE_REFRESH_INTERVAL_MIN = Duration.ofSeconds(1);
    private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(10);

    @Bean
    LettuceClientConfigurationBuilderCustomizer cacheClusterClient() {
        return client -> {
            ClientOptions options = client.build().getClientOptions().orElseGet(ClientOptions::create);
            client.clientOptions(clusterOptions(options));
        };
    }

    private static ClusterClientOptions clusterOptions(ClientOptions options) {
        return ClusterClientOptions.builder(options)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(QUEUED_COMMANDS_MAX)
                .socketOptions(options.getSocketOptions()
                        .mutate()
                        .keepAlive(true)
                        .tcpUserTimeout(SocketOptions.TcpUserTimeoutOptions.builder()
                                .enable(true)
                                .tcpUserTimeout(TCP_USER_TIMEOUT)
                                .build())
                        .build())
                .validateClusterNodeMembership(false)
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enableAllAdaptiveRefreshTriggers()
                        .adaptiveRefreshTriggersTimeout(ADAPTIVE_REFRESH_INTERVAL_MIN)
                        .enablePeriodicRefresh(REFRESH_INTERVAL)
                        .build())
                .build();
    }
}
