package dev.firstcome.e2e.verifier.collect;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.api.sync.RedisHashCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A dump of all {@code coupon:*} keys of the Redis masters. Hash fields and members of sets are ISO 8859-1 text with
 * one character per byte, so that they can be map keys.
 */
record RedisDump(
        Map<String, byte[]> strings,
        Map<String, Map<String, byte[]>> hashes,
        Map<String, Map<String, Double>> sortedSets,
        Map<String, Set<String>> sets) {
    private static final Duration CALL_MAX = Duration.ofSeconds(5);
    private static final int PAGE = 1_000;

    static RedisDump read(List<String> nodes) {
        List<RedisURI> uris = nodes.stream()
                .map(RedisURI::create)
                .peek(uri -> uri.setTimeout(CALL_MAX))
                .toList();
        RedisClusterClient client = RedisClusterClient.create(uris);
        try (StatefulRedisClusterConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
            var dump = new RedisDump(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
            for (RedisClusterNode node : connection.getPartitions()) {
                if (node.is(RedisClusterNode.NodeFlag.UPSTREAM) && !node.hasNoSlots()) {
                    dump.add(connection.getConnection(node.getNodeId()).sync());
                }
            }
            return dump;
        } finally {
            client.shutdown(Duration.ZERO, CALL_MAX);
        }
    }

    private void add(RedisCommands<byte[], byte[]> master) {
        ScanArgs coupons = ScanArgs.Builder.matches("coupon:*").limit(PAGE);
        KeyScanCursor<byte[]> page = master.scan(coupons);
        page.getKeys().forEach(key -> add(master, key));
        while (!page.isFinished()) {
            page = master.scan(page, coupons);
            page.getKeys().forEach(key -> add(master, key));
        }
    }

    private void add(RedisCommands<byte[], byte[]> master, byte[] key) {
        String name = new String(key, StandardCharsets.UTF_8);
        String type = master.type(key);
        switch (type) {
            case "string" -> {
                byte[] value = master.get(key);
                strings.put(name, value == null ? new byte[0] : value);
            }
            case "hash" -> hashes.put(name, hash(master, key));
            case "zset" -> {
                var members = new HashMap<String, Double>();
                for (ScoredValue<byte[]> member : master.zrangeWithScores(key, 0, -1)) {
                    members.put(new String(member.getValue(), StandardCharsets.ISO_8859_1), member.getScore());
                }
                sortedSets.put(name, members);
            }
            case "set" -> {
                var members = new HashSet<String>();
                master.smembers(key).forEach(member -> members.add(new String(member, StandardCharsets.ISO_8859_1)));
                sets.put(name, members);
            }
            default -> throw new IllegalStateException("Redis key %s has the unexpected type %s".formatted(name, type));
        }
    }

    /** Reads a hash in pages: a campaign can have many holders, and a single large read would block Redis. */
    static Map<String, byte[]> hash(RedisHashCommands<byte[], byte[]> master, byte[] key) {
        var fields = new HashMap<String, byte[]>();
        ScanCursor cursor = ScanCursor.INITIAL;
        while (!cursor.isFinished()) {
            MapScanCursor<byte[], byte[]> page = master.hscan(key, cursor, ScanArgs.Builder.limit(PAGE));
            page.getMap().forEach((field, value) -> fields.put(new String(field, StandardCharsets.ISO_8859_1), value));
            cursor = page;
        }
        return fields;
    }
}
