package dev.firstcome.e2e.verifier.collect;

import dev.firstcome.e2e.verifier.CampaignSection;
import dev.firstcome.model.LowWatermark;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Reads the part of the live state that belongs to one campaign: its keys, its entries in keys of its partition, and the
 * outcomes of its records. Not thread-safe.
 */
final class CampaignStateReader implements AutoCloseable {
    private static final Duration CALL_MAX = Duration.ofSeconds(5);
    private static final int PAGE = 1_000;
    private static final int OUTCOMES_PER_BLOCK = 4096;
    private static final int OUTCOME_BYTES = 8;
    private static final String EPOCH = "epoch";
    private static final String PARTITION = "partition";

    private final RedisClusterClient client;
    private final StatefulRedisClusterConnection<byte[], byte[]> connection;
    private final RedisAdvancedClusterCommands<byte[], byte[]> redis;
    private final UUID campaign;

    CampaignStateReader(List<String> nodes, UUID campaign) {
        this.campaign = campaign;
        client = RedisClusterClient.create(nodes.stream()
                .map(RedisURI::create)
                .peek(uri -> uri.setTimeout(CALL_MAX))
                .toList());
        connection = connect(client);
        redis = connection.sync();
    }

    private static StatefulRedisClusterConnection<byte[], byte[]> connect(RedisClusterClient client) {
        try {
            return client.connect(ByteArrayCodec.INSTANCE);
        } catch (RedisException unavailable) {
            client.shutdown(Duration.ZERO, CALL_MAX);
            throw unavailable;
        }
    }

    /** The campaign's section of the log, and the beginning of the names of its partition's keys. */
    record Location(CampaignSection section, String stem) {}

    /**
     * Finds the partition of the campaign and its first record.
     *
     * @throws IllegalStateException if no partition has a state of the campaign
     */
    Location locate() {
        return stems().stream()
                .flatMap(stem -> locate(stem).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Redis has no state of the campaign " + campaign));
    }

    private Optional<Location> locate(String stem) {
        Map<String, byte[]> meta = meta(prefix(stem), List.of(PARTITION, "first:" + campaign));
        byte[] partition = meta.get(PARTITION);
        byte[] first = meta.get("first:" + campaign);
        if (partition == null || first == null) {
            return Optional.empty();
        }
        String[] offsetAndTime = text(first).split(" ", 2);
        var start = new LowWatermark(Long.parseLong(offsetAndTime[0]), Long.parseLong(offsetAndTime[1]));
        var section = new CampaignSection(campaign, Integer.parseInt(text(partition)), start);
        return Optional.of(new Location(section, stem));
    }

    /** Reads the campaign's state and the outcomes of the records at these offsets. */
    LiveStates read(Location location, NavigableSet<Long> offsets) {
        String prefix = prefix(location.stem());
        var dump = new RedisDump(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        put(dump.strings(), location.stem() + EPOCH);
        put(dump.strings(), prefix + "deferred:" + campaign);
        putHashes(dump, prefix);
        var blocked = new HashSet<String>();
        redis.smembers(bytes(prefix + "blocked:" + campaign))
                .forEach(user -> blocked.add(new String(user, StandardCharsets.ISO_8859_1)));
        dump.sets().put(prefix + "blocked:" + campaign, blocked);
        Double due = redis.zscore(bytes(prefix + "due"), bytes(campaign.toString()));
        if (due != null) {
            dump.sortedSets().put(prefix + "due", Map.of(campaign.toString(), due));
        }
        offsets.stream()
                .collect(Collectors.groupingBy(offset -> offset / OUTCOMES_PER_BLOCK))
                .forEach((block, ofBlock) -> putOutcomes(dump, prefix + "outcomes:" + block, ofBlock));
        return LiveStates.of(dump);
    }

    private void putHashes(RedisDump dump, String prefix) {
        List<String> fields = new ArrayList<>(List.of("topic", PARTITION, "applied", "time"));
        for (String ofCampaign : new String[] {"first:", "last:", "ended:"}) {
            fields.add(ofCampaign + campaign);
        }
        dump.hashes().put(prefix + "meta", meta(prefix, fields));
        for (String kind : new String[] {"campaign:", "holders:", "commands:", "grants:"}) {
            Map<String, byte[]> hash = RedisDump.hash(redis, bytes(prefix + kind + campaign));
            if (!hash.isEmpty()) {
                dump.hashes().put(prefix + kind + campaign, hash);
            }
        }
    }

    /** Keeps the outcomes at these offsets only; zero bytes are no outcome. */
    private void putOutcomes(RedisDump dump, String key, List<Long> offsets) {
        byte[] all = redis.get(bytes(key));
        if (all == null) {
            return;
        }
        byte[] kept = new byte[all.length];
        for (long offset : offsets) {
            int at = (int) (offset % OUTCOMES_PER_BLOCK) * OUTCOME_BYTES;
            if (at + OUTCOME_BYTES <= all.length) {
                System.arraycopy(all, at, kept, at, OUTCOME_BYTES);
            }
        }
        dump.strings().put(key, kept);
    }

    private String prefix(String stem) {
        byte[] epoch = redis.get(bytes(stem + EPOCH));
        return stem + "e" + (epoch == null ? "" : text(epoch)) + ":";
    }

    private Map<String, byte[]> meta(String prefix, List<String> fields) {
        byte[][] names = fields.stream().map(CampaignStateReader::bytes).toArray(byte[][]::new);
        var meta = new HashMap<String, byte[]>();
        for (KeyValue<byte[], byte[]> field : redis.hmget(bytes(prefix + "meta"), names)) {
            field.ifHasValue(value -> meta.put(text(field.getKey()), value));
        }
        return meta;
    }

    private void put(Map<String, byte[]> strings, String key) {
        byte[] value = redis.get(bytes(key));
        if (value != null) {
            strings.put(key, value);
        }
    }

    /** The beginnings of the names of all partitions' keys. */
    private List<String> stems() {
        var stems = new ArrayList<String>();
        for (RedisClusterNode node : connection.getPartitions()) {
            if (node.is(RedisClusterNode.NodeFlag.UPSTREAM) && !node.hasNoSlots()) {
                addStems(connection.getConnection(node.getNodeId()).sync(), stems);
            }
        }
        return stems;
    }

    private static void addStems(RedisCommands<byte[], byte[]> master, List<String> stems) {
        ScanArgs epochs = ScanArgs.Builder.matches("coupon:{*}:" + EPOCH).limit(PAGE);
        KeyScanCursor<byte[]> page = master.scan(epochs);
        page.getKeys().forEach(key -> stems.add(stem(key)));
        while (!page.isFinished()) {
            page = master.scan(page, epochs);
            page.getKeys().forEach(key -> stems.add(stem(key)));
        }
    }

    private static String stem(byte[] epochKey) {
        String name = text(epochKey);
        return name.substring(0, name.length() - EPOCH.length());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown(Duration.ZERO, CALL_MAX);
    }
}
