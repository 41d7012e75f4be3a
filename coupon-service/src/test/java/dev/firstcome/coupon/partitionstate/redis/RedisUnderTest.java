package dev.firstcome.coupon.partitionstate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.CouponService;
import dev.firstcome.coupon.partitionstate.RecordedOutcomes;
import dev.firstcome.coupon.partitionstate.redis.cluster.BinaryRedisTemplate;
import dev.firstcome.coupon.partitionstate.redis.cluster.CouponRedisConfiguration;
import dev.firstcome.coupon.partitionstate.redis.cluster.LuaScript;
import dev.firstcome.coupon.partitionstate.redis.cluster.NativeScriptExecutor;
import dev.firstcome.coupon.partitionstate.redis.cluster.PartitionKeys;
import dev.firstcome.coupon.retention.StateRetention;
import dev.firstcome.coupon.retention.redis.StateRetentionFixture;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.local.access.SystemUsers;
import dev.firstcome.model.state.CampaignSpan;
import dev.firstcome.model.state.CampaignState;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.DeferredRequest;
import dev.firstcome.model.state.Draw;
import dev.firstcome.model.state.FanOut;
import dev.firstcome.model.state.Grant;
import dev.firstcome.model.state.GrantKey;
import dev.firstcome.model.state.Holding;
import dev.firstcome.model.state.PartitionState;
import dev.firstcome.model.state.Phase;
import dev.firstcome.model.state.RecordedDecision;
import io.lettuce.core.RestoreArgs;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
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
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The real coupon cluster, with operations that read, restore and delete the whole state of a partition. */
public final class RedisUnderTest implements AutoCloseable {
    private static final PlatformDescription.Redis REDIS =
            SharedInfrastructure.get().redisCoupon();

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final LettuceConnectionFactory connections;
    private final BinaryRedisTemplate template;
    private final NativeScriptExecutor natives;

    /** Connects with the service's own configuration, but as the administrator and with long time-outs. */
    public RedisUnderTest() {
        CouponService.endShared();
        TestPropertyValues.of(
                        "spring.data.redis.cluster.nodes=" + String.join(",", REDIS.nodes()),
                        "spring.data.redis.username=" + SystemUsers.ADMIN,
                        "spring.data.redis.password=" + REDIS.passwords().get(SystemUsers.ADMIN),
                        "spring.data.redis.timeout=60s",
                        "spring.data.redis.connect-timeout=30s")
                .applyTo(context);
        context.register(CouponRedisConfiguration.class, BinaryRedisTemplate.class, DataRedisAutoConfiguration.class);
        context.refresh();
        connections = context.getBean(LettuceConnectionFactory.class);
        template = context.getBean(BinaryRedisTemplate.class);
        natives = new NativeScriptExecutor(connections, new SimpleMeterRegistry());
    }

    /** The state of one partition at one time: the DUMP of each key. */
    record Snapshot(Map<String, byte[]> keys) {}

    RedisPartitionStateStore stateStore(LuaScript fold, LuaScript fanOut) {
        return new RedisPartitionStateStore(
                template,
                natives,
                new SimpleMeterRegistry(),
                PartitionKeys.StateRole.LIVE,
                new RedisPartitionStateStore.Scripts(fold, fanOut));
    }

    RedisPartitionStateStore stateStore() {
        return new RedisPartitionStateStore(template, natives, new SimpleMeterRegistry());
    }

    RedisShadowStates shadows() {
        return new RedisShadowStates(template, natives, new SimpleMeterRegistry());
    }

    StateRetention retention() {
        return StateRetentionFixture.over(template);
    }

    RecordedOutcomes recorded() {
        return new RedisRecordedOutcomes(template, stateStore());
    }

    public BinaryRedisTemplate template() {
        return template;
    }

    NativeScriptExecutor natives() {
        return natives;
    }

    /** The native connection, for commands that damage or inspect the state. */
    @SuppressWarnings("unchecked")
    public RedisAdvancedClusterCommands<byte[], byte[]> commands() {
        try (RedisClusterConnection connection = connections.getClusterConnection()) {
            var commands = (RedisAdvancedClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
            return commands.getStatefulConnection().sync();
        }
    }

    /**
     * Measures how long script calls block the masters. Returns the smaller of two upper bounds: the elapsed time of
     * scripts as the server counts it, which includes time without a core; and the CPU time of the main thread, which
     * includes parsing and other commands.
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
        names(partition).forEach(name -> keys.put(name, commands().dump(PartitionKeys.bytes(name))));
        return new Snapshot(keys);
    }

    void rollBack(int partition, Snapshot snapshot) {
        empty(partition);
        snapshot.keys().forEach((name, dump) -> commands().restore(PartitionKeys.bytes(name), dump, new RestoreArgs()));
    }

    public void empty(int partition) {
        names(partition).forEach(name -> commands().del(PartitionKeys.bytes(name)));
    }

    /** Returns all keys of a partition, in all epochs. */
    List<String> names(int partition) {
        return commands().keys(new PartitionKeys(partition, 0).partitionPrefix() + "*").stream()
                .map(PartitionKeys::text)
                .toList();
    }

    /** Returns the whole state of a partition as a state of the reference model. */
    PartitionState state(int partition, long epoch) {
        PartitionKeys keys = new PartitionKeys(partition, epoch);
        Map<String, byte[]> meta = hash(keys.meta());
        String prefix = PartitionKeys.text(keys.campaign(new UUID(0, 0)));
        String campaignPrefix = prefix.substring(0, prefix.length() - 36);
        SortedMap<UUID, CampaignState> campaigns = new TreeMap<>();
        names(partition).stream()
                .filter(name -> name.startsWith(campaignPrefix))
                .map(name -> UUID.fromString(name.substring(campaignPrefix.length())))
                .forEach(id -> campaigns.put(id, campaign(keys, id, span(meta, id))));
        assertThat(names(partition).stream().filter(name -> name.startsWith(keys.epochPrefix())))
                .as("all that is kept of campaigns is of those that are known")
                .allMatch(name -> isOfNoCampaign(name) || campaigns.containsKey(campaignOf(name)));
        SortedMap<UUID, Long> due = new TreeMap<>();
        for (ScoredValue<byte[]> next : commands().zrangeWithScores(keys.due(), 0, -1)) {
            due.put(UUID.fromString(PartitionKeys.text(next.getValue())), (long) next.getScore());
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

    private static CampaignSpan span(Map<String, byte[]> meta, UUID id) {
        String[] first = PartitionKeys.text(Objects.requireNonNull(meta.get("first:" + id)))
                .split(" ");
        byte[] ended = meta.get("ended:" + id);
        String[] end = ended == null
                ? new String[] {"-1", "-1"}
                : PartitionKeys.text(ended).split(" ");
        long last = number(meta, "last:" + id);
        return new CampaignSpan(
                Long.parseLong(first[0]),
                Long.parseLong(first[1]),
                last < 0 ? Long.parseLong(first[0]) : last,
                Long.parseLong(end[0]),
                Long.parseLong(end[1]));
    }

    private CampaignState campaign(PartitionKeys keys, UUID id, CampaignSpan span) {
        Map<String, byte[]> terms = hash(keys.campaign(id));
        SortedMap<UUID, List<Holding>> holders = new TreeMap<>();
        int limit = (int) number(terms, "limit");
        commands().hgetall(keys.holders(id)).forEach((user, mine) -> holders.put(id(user, 0), holdings(mine, limit)));
        SortedMap<String, Decision> commands = new TreeMap<>();
        hash(keys.commands(id))
                .forEach((name, code) ->
                        commands.put(name, Decision.of(Integer.parseInt(PartitionKeys.text(code)), 0, 0)));
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
        List<DeferredRequest> deferred = deferred(commands().get(keys.deferred(id)));
        assertThat(number(terms, "arrivals")).isEqualTo(deferred.size());
        return new CampaignState(
                terms(terms),
                span,
                terms.containsKey("seed") ? hex(terms.get("seed")) : null,
                Phase.ofLetter(PartitionKeys.text(Objects.requireNonNull(terms.get("phase")))),
                number(terms, "until"),
                number(terms, "issued"),
                number(terms, "served"),
                holders,
                commands,
                deferred,
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

    private static List<DeferredRequest> deferred(byte @Nullable [] packed) {
        List<DeferredRequest> deferred = new ArrayList<>();
        for (int at = 0; packed != null && at < packed.length; at += 22) {
            deferred.add(new DeferredRequest(unsigned(packed, at, 6), id(packed, at + 6)));
        }
        return deferred;
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

    private SortedMap<Long, RecordedDecision> outcomes(PartitionKeys keys, long applied) {
        SortedMap<Long, RecordedDecision> outcomes = new TreeMap<>();
        for (long block = 0; block <= applied / PartitionKeys.BLOCK; block++) {
            byte[] packed = commands().get(keys.outcomes(block));
            for (int i = 0; packed != null && i < packed.length; i += 8) {
                if (packed[i] != 0) {
                    Decision decision = Decision.of(packed[i], packed[i + 3], unsigned(packed, i + 4, 4));
                    outcomes.put(block * PartitionKeys.BLOCK + i / 8, new RecordedDecision(decision, (int)
                            unsigned(packed, i + 1, 2)));
                }
            }
        }
        return outcomes;
    }

    private Map<String, byte[]> hash(byte[] key) {
        Map<String, byte[]> fields = new HashMap<>();
        commands().hgetall(key).forEach((name, value) -> fields.put(PartitionKeys.text(name), value));
        return fields;
    }

    private static long number(Map<String, byte[]> fields, String name) {
        byte[] value = fields.get(name);
        return value == null ? -1 : Long.parseLong(PartitionKeys.text(value));
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
        context.close();
    }
}
