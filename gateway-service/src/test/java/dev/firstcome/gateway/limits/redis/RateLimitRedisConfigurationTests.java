package dev.firstcome.gateway.limits.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;

class RateLimitRedisConfigurationTests {
    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(70);

    /** As Spring Boot creates the options if the nodes come from a connection details bean. */
    @Test
    void refreshesTheTopologyAlsoIfTheNodesAreNoProperties() {
        var client = LettuceClientConfiguration.builder()
                .clientOptions(ClientOptions.builder()
                        .socketOptions(SocketOptions.builder()
                                .connectTimeout(CONNECT_TIMEOUT)
                                .build())
                        .build());

        new RateLimitRedisConfiguration().cacheClusterClient().customize(client);

        assertThat(client.build().getClientOptions())
                .get()
                .isInstanceOfSatisfying(ClusterClientOptions.class, options -> {
                    assertThat(options.getTopologyRefreshOptions().isPeriodicRefreshEnabled())
                            .isTrue();
                    assertThat(options.getTopologyRefreshOptions().getAdaptiveRefreshTriggers())
                            .isNotEmpty();
                    assertThat(options.getDisconnectedBehavior())
                            .isEqualTo(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
                    assertThat(options.getSocketOptions().getConnectTimeout()).isEqualTo(CONNECT_TIMEOUT);
                });
    }
}
