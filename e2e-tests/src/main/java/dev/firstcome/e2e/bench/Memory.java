package dev.firstcome.e2e.bench;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the coupon service and the coupon Redis take. */
final class Memory implements AutoCloseable {
    static final long MEBIBYTE = 1024L * 1024;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String USED = "used_memory:";
    private static final String PEAK = "VmHWM:";

    /** What proc(5) wants, so that the peak counts from now on. */
    private static final String RESET_PEAK = "5";

    private final Path process;
    private final RedisClusterClient client;
    private final StatefulRedisClusterConnection<String, String> redis;

    Memory(PlatformDescription description, LocalPlatform platform) {
        long pid =
                platform.processes().require(ServiceDefinition.COUPON).process().pid();
        this.process = Path.of("/proc", Long.toString(pid));
        List<RedisURI> nodes = description.redisCoupon().uris(ServiceDefinition.COUPON).stream()
                .map(RedisURI::create)
                .toList();
        nodes.forEach(node -> node.setTimeout(TIMEOUT));
        this.client = RedisClusterClient.create(nodes);
        this.redis = client.connect();
    }

    /** Of all masters together. */
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

    void forgetPeak() throws IOException {
        Files.writeString(process.resolve("clear_refs"), RESET_PEAK);
    }

    /** The most that the service had resident since the peak was forgotten. */
    long peakBytes() throws IOException {
        try (var lines = Files.lines(process.resolve("status"))) {
            return lines.filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        }
    }

    @Override
    public void close() {
        redis.close();
        client.shutdown(Duration.ZERO, TIMEOUT);
    }
}
