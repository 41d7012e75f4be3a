package dev.firstcome.coupon.fold.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.CouponService;
import dev.firstcome.coupon.fold.CouponRedisDetails;
import dev.firstcome.coupon.fold.RecordedOutcomes;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.model.CampaignState;
import dev.firstcome.model.Decision;
import dev.firstcome.model.Draw;
import dev.firstcome.model.FanOut;
import dev.firstcome.model.Grant;
import dev.firstcome.model.GrantKey;
import dev.firstcome.model.HeldRequest;
import dev.firstcome.model.Holding;
import dev.firstcome.model.PartitionState;
import dev.firstcome.model.Phase;
import dev.firstcome.model.Recorded;
import dev.firstcome.model.Span;
import dev.firstcome.platform.startup.StartupTasks;
import io.lettuce.core.RestoreArgs;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30)),
            new StaticListableBeanFactory().getBeanProvider(CouponRedisDetails.class),
            new StartupTasks(new SimpleMeterRegistry()));

    RedisUnderTest() {
        CouponService.endShared();
    }

    /** A moment of one partition: every key as Redis dumps it. */
    record Snapshot(Map<String, byte[]> keys) {}

    RedisPartitionFold fold(Script fold, Script fanOut) {
        return new RedisPartitionFold(connection, new SimpleMeterRegistry(), fold, fanOut);
    }

    RedisPartitionFold fold() {
        return new RedisPartitionFold(connection, new SimpleMeterRegistry());
    }

    RedisShadowStates shadows() {
        return new RedisShadowStates(connection, new SimpleMeterRegistry());
    }

    RedisFoldRetention retention() {
        return new RedisFoldRetention(connection);
    }

    RecordedOutcomes recorded() {
        return new RedisRecordedOutcomes(connection, fold());
    }

    RedisAdvancedClusterCommands<byte[], byte[]> commands() {
        return connection.commands();
    }

    /**
     * How long a call of scripts holds the masters: the lesser of two times that are both too long. What the server
     * counts for scripts is time on the wall, also while somebody else had the core; what its main thread had of the
     * processor is also for reading the call and for whatever else came.
     */
    Duration busyWith(Runnable call) {
        commands().upstream().commands().configResetstat();
        long before = microsOfMainThreads();
        call.run();
        long processor = microsOfMainThreads() - before;
        long wall = ofMasters("commandstats", "cmdstat_eval.*")
                .map(line -> line.replaceAll(".*usec=(\\d+),.*", "$1"))
                .mapToLong(Long::parseLong)
                .sum();
        return Duration.of(Math.min(processor, wall), ChronoUnit.MICROS);
    }

    private long microsOfMainThreads() {
        return ofMasters("cpu", "used_cpu_(user|sys)_main_thread:.*")
                .map(line ->
                        new BigDecimal(line.substring(line.indexOf(':') + 1).strip()))
                .mapToLong(seconds -> seconds.movePointRight(6).longValueExact())
                .sum();
    }

    private Stream<String> ofMasters(String section, String lines) {
        return commands().upstream().commands().info(section).stream()
                .flatMap(String::lines)
                .filter(line -> line.matches(lines));
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

    /** All keys of a partition, of all epochs. */
    List<String> names(int partition) {
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
                .forEach(id -> campaigns.put(id, campaign(keys, id, span(meta, id))));
        assertThat(names(partition).stream().filter(name -> name.startsWith(keys.prefix())))
                .as("all that is kept of campaigns is of those that are known")
                .allMatch(name -> isOfNoCampaign(name) || campaigns.containsKey(campaignOf(name)));
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

    private static boolean isOfNoCampaign(String name) {
        return name.endsWith("epoch") || name.endsWith(":meta") || name.endsWith(":due") || name.contains(":outcomes:");
    }

    private static UUID campaignOf(String name) {
        return UUID.fromString(name.substring(name.length() - 36));
    }

    private static Span span(Map<String, byte[]> meta, UUID id) {
        String[] first =
                Script.text(Objects.requireNonNull(meta.get("first:" + id))).split(" ");
        byte[] ended = meta.get("ended:" + id);
        String[] end =
                ended == null ? new String[] {"-1", "-1"} : Script.text(ended).split(" ");
        long last = number(meta, "last:" + id);
        return new Span(
                Long.parseLong(first[0]),
                Long.parseLong(first[1]),
                last < 0 ? Long.parseLong(first[0]) : last,
                Long.parseLong(end[0]),
                Long.parseLong(end[1]));
    }

    private CampaignState campaign(FoldKeys keys, UUID id, Span span) {
        Map<String, byte[]> terms = hash(keys.campaign(id));
        SortedMap<UUID, List<Holding>> holders = new TreeMap<>();
        int limit = (int) number(terms, "limit");
        commands().hgetall(keys.holders(id)).forEach((user, mine) -> holders.put(id(user, 0), holdings(mine, limit)));
        SortedMap<String, Decision> commands = new TreeMap<>();
        hash(keys.commands(id))
                .forEach((name, code) -> commands.put(name, Decision.of(Integer.parseInt(Script.text(code)), 0, 0)));
        SortedSet<UUID> blocked = new TreeSet<>();
        commands().smembers(keys.blocked(id)).forEach(user -> blocked.add(id(user, 0)));
        SortedMap<GrantKey, Grant> grants = new TreeMap<>();
        commands()
                .hgetall(keys.grants(id))
                .forEach((name, grant) -> grants.put(
                        new GrantKey(HexFormat.of().formatHex(name, 0, 16), id(name, 16)),
                        new Grant(unsigned(grant, 0, 4), unsigned(grant, 4, 6))));
        assertThat(number(terms, "blocked")).isEqualTo(blocked.size());
        assertThat(number(terms, "granted")).isEqualTo(grants.size());
        List<HeldRequest> held = held(commands().get(keys.held(id)));
        assertThat(number(terms, "arrivals")).isEqualTo(held.size());
        return new CampaignState(
                terms(terms),
                span,
                terms.containsKey("seed") ? hex(terms.get("seed")) : null,
                Phase.ofLetter(Script.text(Objects.requireNonNull(terms.get("phase")))),
                number(terms, "until"),
                number(terms, "issued"),
                number(terms, "served"),
                holders,
                commands,
                held,
                fanOuts(terms.get("fanouts")),
                blocked,
                grants);
    }

    private static CampaignState.Terms terms(Map<String, byte[]> terms) {
        return new CampaignState.Terms(
                (int) number(terms, "rules"),
                number(terms, "stock"),
                (int) number(terms, "limit"),
                number(terms, "opens"),
                number(terms, "closes"),
                segments(Objects.requireNonNull(terms.get("segments"))),
                terms.containsKey("drawFrom") ? new Draw(number(terms, "drawFrom"), hex(terms.get("seedHash"))) : null);
    }

    private static String hex(byte @Nullable [] bytes) {
        return HexFormat.of().formatHex(Objects.requireNonNull(bytes));
    }

    private static List<Holding> holdings(byte[] packed, int limit) {
        int width = limit == 1 ? packed.length : 28;
        List<Holding> holdings = new ArrayList<>();
        for (int at = 0; at < packed.length; at += width) {
            holdings.add(new Holding(
                    packed[at] == 2,
                    packed[at + 1],
                    unsigned(packed, at + 2, 4),
                    unsigned(packed, at + 6, 6),
                    width == 12 ? null : HexFormat.of().formatHex(packed, at + 12, at + 28)));
        }
        return holdings;
    }

    private static List<String> segments(byte[] packed) {
        List<String> segments = new ArrayList<>();
        for (int at = 0; at < packed.length; at += 8) {
            segments.add(HexFormat.of().formatHex(packed, at, at + 8));
        }
        Collections.sort(segments);
        return segments;
    }

    private static List<HeldRequest> held(byte @Nullable [] packed) {
        List<HeldRequest> held = new ArrayList<>();
        for (int at = 0; packed != null && at < packed.length; at += 22) {
            held.add(new HeldRequest(unsigned(packed, at, 6), id(packed, at + 6)));
        }
        return held;
    }

    private static List<FanOut> fanOuts(byte @Nullable [] packed) {
        List<FanOut> fanOuts = new ArrayList<>();
        for (int at = 0; packed != null && at < packed.length; at += 14) {
            fanOuts.add(new FanOut(unsigned(packed, at, 6), unsigned(packed, at + 6, 4), unsigned(packed, at + 10, 4)));
        }
        return fanOuts;
    }

    private static UUID id(byte[] bytes, int at) {
        return new UUID(unsigned(bytes, at, 8), unsigned(bytes, at + 8, 8));
    }

    private SortedMap<Long, Recorded> outcomes(FoldKeys keys, long applied) {
        SortedMap<Long, Recorded> outcomes = new TreeMap<>();
        for (long block = 0; block <= applied / FoldKeys.BLOCK; block++) {
            byte[] packed = commands().get(keys.outcomes(block));
            for (int i = 0; packed != null && i < packed.length; i += 8) {
                if (packed[i] != 0) {
                    Decision decision = Decision.of(packed[i], packed[i + 3], unsigned(packed, i + 4, 4));
                    outcomes.put(
                            block * FoldKeys.BLOCK + i / 8, new Recorded(decision, (int) unsigned(packed, i + 1, 2)));
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
