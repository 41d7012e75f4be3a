package dev.firstcome.e2e.bench;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.time.Duration;
import java.util.List;

/** The memory of the coupon service and of the coupon Redis cluster. */
final class Memory implements AutoCloseable {
    static final long MEBIBYTE = 1024L * 1024;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String USED = "used_memory:";

    private final ProcessStatus service;
    private final RedisClusterClient client;
    private final StatefulRedisClusterConnection<String, String> redis;

    Memory(PlatformDescription description, LocalPlatform platform) {
        this.service = ProcessStatus.of(
                platform.processes().require(ServiceDefinition.COUPON).process().pid());
        List<RedisURI> nodes = description.redisCoupon().uris(ServiceDefinition.COUPON).stream()
                .map(RedisURI::create)
                .toList();
        nodes.forEach(node -> node.setTimeout(TIMEOUT));
        this.client = RedisClusterClient.create(nodes);
        this.redis = client.connect();
    }

    /** The used memory of all masters. */
    long redisBytes() {
        long bytes = 0;
        for (String info :
                redis.sync().upstream().commands().info("memory").asMap().values()) {
            bytes += info.lines()
                    .filter(line -> line.startsWith(USED))
                    .mapToLong(
                            line -> Long.parseLong(line.substring(USED.length()).strip()))
                    .sum();
        }
        return bytes;
    }

    /** The process of the coupon service. */
    ProcessStatus service() {
        return service;
    }

    @Override
    public void close() {
        redis.close();
        client.shutdown(Duration.ZERO, TIMEOUT);
    }
}
