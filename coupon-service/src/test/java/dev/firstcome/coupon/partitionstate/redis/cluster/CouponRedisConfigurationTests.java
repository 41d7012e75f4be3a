package dev.firstcome.coupon.partitionstate.redis.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;

class CouponRedisConfigurationTests {
    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(70);

    /** As Spring Boot creates the options if the nodes come from a connection details bean. */
    @Test
    void refreshesTheTopologyAlsoIfTheNodesAreNoProperties() {
        LettuceClientConfiguration client = customized(ClientOptions.builder()
                .socketOptions(
                        SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())
                .build());

        assertThat(client.getClientOptions()).get().isInstanceOfSatisfying(ClusterClientOptions.class, options -> {
            assertThat(options.getTopologyRefreshOptions().isPeriodicRefreshEnabled())
                    .isTrue();
            assertThat(options.getTopologyRefreshOptions().getAdaptiveRefreshTriggers())
                    .isNotEmpty();
            assertThat(options.getDisconnectedBehavior()).isEqualTo(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
            assertThat(options.getSocketOptions().getConnectTimeout()).isEqualTo(CONNECT_TIMEOUT);
        });
    }

    @Test
    void readsFromMastersOnly() {
        assertThat(customized(ClientOptions.create()).getReadFrom()).contains(ReadFrom.UPSTREAM);
    }

    private static LettuceClientConfiguration customized(ClientOptions options) {
        var client = LettuceClientConfiguration.builder().clientOptions(options);
        new CouponRedisConfiguration().couponClusterClient().customize(client);
        return client.build();
    }
}
