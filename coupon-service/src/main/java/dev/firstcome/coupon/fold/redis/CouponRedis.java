package dev.firstcome.coupon.fold.redis;

import dev.firstcome.coupon.fold.CouponRedisDetails;
import dev.firstcome.platform.startup.StartupTasks;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The connection to the coupon cluster: masters only, nothing queued while a node is away, and the cluster's shape read
 * again as soon as something looks wrong and every few seconds in any case.
 */
@Component
class CouponRedis implements DisposableBean {
    private static final Duration REFRESH_PERIOD = Duration.ofSeconds(5);
    private static final int QUEUE_MAX = 10_000;

    private final RedisClusterClient client;
    private volatile @Nullable StatefulRedisClusterConnection<byte[], byte[]> connection;

    CouponRedis(CouponRedisProperties properties, ObjectProvider<CouponRedisDetails> details, StartupTasks startup) {
        CouponRedisDetails cluster = details.stream()
                .filter(found -> !(found instanceof CouponRedisProperties))
                .findFirst()
                .orElse(properties);
        client = RedisClusterClient.create(uris(cluster, properties.commandTimeout()));
        client.setOptions(options(properties));
        startup.runUntilSuccessful("coupon Redis", this::commands);
    }

    /** @throws RedisException if the cluster was never reached */
    RedisAdvancedClusterCommands<byte[], byte[]> commands() {
        StatefulRedisClusterConnection<byte[], byte[]> open = connection;
        return (open == null ? connect() : open).sync();
    }

    private synchronized StatefulRedisClusterConnection<byte[], byte[]> connect() {
        StatefulRedisClusterConnection<byte[], byte[]> open = connection;
        if (open == null) {
            open = client.connect(ByteArrayCodec.INSTANCE);
            open.setReadFrom(ReadFrom.UPSTREAM);
            connection = open;
        }
        return open;
    }

    private static List<RedisURI> uris(CouponRedisDetails cluster, Duration timeout) {
        if (cluster.nodes().isEmpty()) {
            throw new IllegalStateException("coupon.redis.nodes names no node of the coupon cluster");
        }
        return cluster.nodes().stream().map(node -> uri(node, cluster, timeout)).toList();
    }

    private static RedisURI uri(String node, CouponRedisDetails cluster, Duration timeout) {
        RedisURI uri = RedisURI.create("redis://" + node);
        uri.setTimeout(timeout);
        String username = cluster.username();
        String password = cluster.password();
        if (username != null && password != null) {
            uri.setAuthentication(username, password);
        }
        return uri;
    }

    private static ClusterClientOptions options(CouponRedisProperties properties) {
        return ClusterClientOptions.builder()
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enableAllAdaptiveRefreshTriggers()
                        .adaptiveRefreshTriggersTimeout(Duration.ofSeconds(1))
                        .enablePeriodicRefresh(REFRESH_PERIOD)
                        .build())
                .protocolVersion(ProtocolVersion.RESP3)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(QUEUE_MAX)
                .timeoutOptions(TimeoutOptions.enabled(properties.commandTimeout()))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(properties.connectTimeout())
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build())
                .build();
    }

    @Override
    public void destroy() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
