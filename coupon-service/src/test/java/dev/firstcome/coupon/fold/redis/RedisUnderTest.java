package dev.firstcome.coupon.fold.redis;

import dev.firstcome.coupon.fold.CouponRedisDetails;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.model.CampaignState;
import dev.firstcome.model.Decision;
import dev.firstcome.model.Holding;
import dev.firstcome.model.PartitionState;
import dev.firstcome.model.Phase;
import dev.firstcome.platform.startup.Startup;
import io.lettuce.core.RestoreArgs;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** The real coupon cluster: read whole, rolled back to an earlier moment, and emptied. */
final class RedisUnderTest implements AutoCloseable {
    private static final PlatformDescription.Redis REDIS =
            SharedInfrastructure.get().redisCoupon();

    private final CouponRedis connection = new CouponRedis(
            new CouponRedisProperties(
                    REDIS.nodes(),
                    SystemUsers.ADMIN,
                    REDIS.passwords().get(SystemUsers.ADMIN),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1)),
            new StaticListableBeanFactory().getBeanProvider(CouponRedisDetails.class),
            new Startup(new SimpleMeterRegistry()));

    /** A moment of one partition: every key as Redis dumps it. */
    record Snapshot(Map<String, byte[]> keys) {}

    RedisPartitionFold fold() {
        return new RedisPartitionFold(connection, new SimpleMeterRegistry());
    }

    RedisAdvancedClusterCommands<byte[], byte[]> commands() {
        return connection.commands();
    }

    Snapshot snapshot(int partition) {
        Map<String, byte[]> keys = new HashMap<>();
        names(partition).forEach(name -> keys.put(name, commands().dump(FoldKeys.bytes(name))));
        return new Snapshot(keys);
    }

    void rollBack(int partition, Snapshot snapshot) {
        empty(partition);
        snapshot.keys().forEach((name, dump) -> commands().restore(FoldKeys.bytes(name), dump, new RestoreArgs()));
    }

    void empty(int partition) {
        names(partition).forEach(name -> commands().del(FoldKeys.bytes(name)));
    }

    private List<String> names(int partition) {
        String stem = new String(new FoldKeys(partition, 0).epoch(), StandardCharsets.UTF_8);
        String tag = stem.substring(0, stem.length() - "epoch".length());
        return commands().keys(tag + "*").stream().map(Script::text).toList();
    }

    /** The whole state of a partition in the words of the reference model. */
    PartitionState state(int partition, long epoch) {
        FoldKeys keys = new FoldKeys(partition, epoch);
        Map<String, byte[]> meta = hash(keys.meta());
        String prefix = new String(keys.campaign(new UUID(0, 0)), StandardCharsets.UTF_8);
        String campaignPrefix = prefix.substring(0, prefix.length() - 36);
        SortedMap<UUID, CampaignState> campaigns = new TreeMap<>();
        names(partition).stream()
                .filter(name -> name.startsWith(campaignPrefix))
                .map(name -> UUID.fromString(name.substring(campaignPrefix.length())))
                .forEach(id -> campaigns.put(id, campaign(keys, id)));
        SortedMap<UUID, Long> due = new TreeMap<>();
        for (ScoredValue<byte[]> next : commands().zrangeWithScores(keys.due(), 0, -1)) {
            due.put(UUID.fromString(Script.text(next.getValue())), (long) next.getScore());
        }
        long applied = number(meta, "applied");
        return new PartitionState(
                (int) number(meta, "partition"),
                applied,
                number(meta, "time"),
                campaigns,
                due,
                outcomes(keys, applied));
    }

    private CampaignState campaign(FoldKeys keys, UUID id) {
        Map<String, byte[]> terms = hash(keys.campaign(id));
        SortedMap<UUID, Holding> holders = new TreeMap<>();
        commands().hgetall(keys.holders(id)).forEach((user, held) -> {
            ByteBuffer name = ByteBuffer.wrap(user);
            holders.put(
                    new UUID(name.getLong(), name.getLong()), new Holding(unsigned(held, 0, 5), unsigned(held, 5, 6)));
        });
        SortedMap<String, Decision> commands = new TreeMap<>();
        hash(keys.commands(id))
                .forEach((name, code) -> commands.put(name, Decision.of(Integer.parseInt(Script.text(code)), 0)));
        return new CampaignState(
                (int) number(terms, "rules"),
                number(terms, "stock"),
                (int) number(terms, "limit"),
                number(terms, "opens"),
                number(terms, "closes"),
                Phase.ofLetter(Script.text(Objects.requireNonNull(terms.get("phase")))),
                number(terms, "issued"),
                holders,
                commands);
    }

    private SortedMap<Long, Decision> outcomes(FoldKeys keys, long applied) {
        SortedMap<Long, Decision> outcomes = new TreeMap<>();
        for (long block = 0; block <= applied / FoldKeys.BLOCK; block++) {
            byte[] packed = commands().get(keys.outcomes(block));
            for (int i = 0; packed != null && i < packed.length; i += 8) {
                if (packed[i] != 0) {
                    outcomes.put(block * FoldKeys.BLOCK + i / 8, Decision.of(packed[i], unsigned(packed, i + 3, 5)));
                }
            }
        }
        return outcomes;
    }

    private Map<String, byte[]> hash(byte[] key) {
        Map<String, byte[]> fields = new HashMap<>();
        commands().hgetall(key).forEach((name, value) -> fields.put(Script.text(name), value));
        return fields;
    }

    private static long number(Map<String, byte[]> fields, String name) {
        byte[] value = fields.get(name);
        return value == null ? -1 : Long.parseLong(Script.text(value));
    }

    private static long unsigned(byte[] bytes, int from, int length) {
        long value = 0;
        for (int i = from; i < from + length; i++) {
            value = value << 8 | bytes[i] & 0xFF;
        }
        return value;
    }

    @Override
    public void close() {
        connection.destroy();
    }
}
