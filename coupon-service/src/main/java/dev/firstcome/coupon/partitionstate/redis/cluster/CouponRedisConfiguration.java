package dev.firstcome.coupon.partitionstate.redis.cluster;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configures the Lettuce client of the coupon cluster: it reads from masters only, queues nothing while a node is
 * disconnected, and detects topology changes quickly. Spring Boot builds cluster options only if the nodes are
 * properties; these options apply with any connection details.
 */
@Configuration(proxyBeanMethods = false)
public class CouponRedisConfiguration {
    private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(5);
    private static final Duration ADAPTIVE_REFRESH_INTERVAL_MIN = Duration.ofSeconds(1);
    private static final int QUEUED_COMMANDS_MAX = 10_000;

    @Bean
    LettuceClientConfigurationBuilderCustomizer couponClusterClient() {
        return client -> {
            ClientOptions options = client.build().getClientOptions().orElseGet(ClientOptions::create);
            client.readFrom(ReadFrom.UPSTREAM)
                    .shutdownQuietPeriod(Duration.ZERO)
                    .clientOptions(clusterOptions(options));
        };
    }

    private static ClusterClientOptions clusterOptions(ClientOptions options) {
        return ClusterClientOptions.builder(options)
                .protocolVersion(ProtocolVersion.RESP3)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(QUEUED_COMMANDS_MAX)
                .socketOptions(options.getSocketOptions()
                        .mutate()
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build())
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enableAllAdaptiveRefreshTriggers()
                        .adaptiveRefreshTriggersTimeout(ADAPTIVE_REFRESH_INTERVAL_MIN)
                        .enablePeriodicRefresh(REFRESH_INTERVAL)
                        .build())
                .build();
    }
}
