package dev.firstcome.coupon.partitionstate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.partitionstate.ApplyResult;
import dev.firstcome.coupon.partitionstate.PartitionStateStore;
import dev.firstcome.coupon.partitionstate.ShadowStates;
import dev.firstcome.coupon.partitionstate.StateComparison;
import dev.firstcome.coupon.partitionstate.redis.cluster.PartitionKeys;
import dev.firstcome.model.random.Seeds;
import io.lettuce.core.RestoreArgs;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A shadow state that applies the same random log as the live state, in other batches. */
class RedisShadowStatesIT {
    private static final int SEEDS = 6;
    private static final int RECORDS = 1_200;
    private static final long LIVE = 3;
    private static final long SHADOW = 1_795_000_000_000L;
    private static final int DIFFERENCES_MAX = 1_000;

    /** The number of the first kept block, which is not part of the comparison. */
    private static final String FIRST_BLOCK = "blocks";

    private static final Set<String> damaged = new TreeSet<>();

    private static RedisUnderTest redis;

    @BeforeAll
    static void connect() {
        redis = new RedisUnderTest();
    }

    @AfterAll
    static void disconnect() {
        IntStream.range(0, Topics.PARTITIONS).forEach(redis::empty);
        redis.close();
        assertThat(damaged)
                .contains(
                        "meta", "due", "outcomes", "campaign", "holders", "commands", "deferred", "blocked", "grants");
    }

    static LongStream seeds() {
        return Seeds.givenOr(Integer.getInteger("firstcome.seeds", SEEDS));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void replacesTheLiveStateAtTheSamePositionAndContinuesLikeTheModel(long seed) {
        System.out.println("RedisShadowStatesIT seed " + Seeds.text(seed));
        Random random = new Random(seed);
        int partition = random.nextInt(Topics.PARTITIONS);
        redis.empty(partition);
        RandomLog log = new RandomLog(seed, partition, RECORDS);
        ShadowStates shadows = redis.shadows();
        PartitionStateStore live = redis.stateStore();
        int position = RECORDS / 2 + random.nextInt(RECORDS / 4);
        int earlier = position / 2;
        log.fold(live, LIVE, 0, position);
        log.fold(shadows.store(), SHADOW, 0, earlier);

        assertThat(shadows.activate(partition, LIVE, SHADOW)).isFalse();
        assertThat(redis.state(partition, LIVE).text())
                .isEqualTo(log.modelAfter(position).text());
        log.fold(shadows.store(), SHADOW, earlier, position);
        assertThat(shadows.activate(partition, LIVE + 1, SHADOW)).isFalse();
        assertThat(shadows.activate(partition, LIVE, SHADOW)).isTrue();

        assertThat(shadows.activate(partition, LIVE, SHADOW)).as("repeated").isTrue();
        assertThat(shadows.liveEpoch(partition)).hasValue(SHADOW);
        assertThat(live.apply(log.batch(LIVE, position, position + 1))).isEqualTo(new ApplyResult.OtherEpoch());
        shadows.discard(partition);
        assertThat(redis.names(partition)).noneMatch(name -> name.contains(":e" + LIVE + ":"));
        log.fold(live, SHADOW, position, log.size());
        assertThat(redis.state(partition, SHADOW).text())
                .isEqualTo(log.modelAfter(log.size()).text());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void discardsOnlyTheShadow(long seed) {
        int partition = new Random(seed).nextInt(Topics.PARTITIONS);
        redis.empty(partition);
        RandomLog log = new RandomLog(seed, partition, RECORDS);
        log.fold(redis.stateStore(), LIVE, 0, RECORDS);
        List<String> names = redis.names(partition);
        log.fold(redis.shadows().store(), SHADOW, 0, RECORDS);
        assertThat(redis.names(partition)).hasSizeGreaterThan(names.size());

        redis.shadows().discard(partition);

        assertThat(redis.names(partition)).containsExactlyInAnyOrderElementsOf(names);
        assertThat(redis.state(partition, LIVE).text())
                .isEqualTo(log.modelAfter(RECORDS).text());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void reportsNoDifferenceThatDisappearsAtTheSamePosition(long seed) {
        Random random = new Random(seed);
        int partition = random.nextInt(Topics.PARTITIONS);
        redis.empty(partition);
        RandomLog log = new RandomLog(seed, partition, RECORDS);
        int position = RECORDS / 2 + random.nextInt(RECORDS / 4);
        log.fold(redis.stateStore(), LIVE, 0, position);
        log.fold(redis.shadows().store(), SHADOW, 0, position - 100);

        StateComparison comparison = redis.shadows().compare(partition, LIVE, SHADOW, DIFFERENCES_MAX);
        assertThat(comparison.confirmedDifferences(0))
                .as("at different positions")
                .isNotEmpty();
        log.fold(redis.stateStore(), LIVE, position, RECORDS);
        log.fold(redis.shadows().store(), SHADOW, position - 100, RECORDS);

        assertThat(comparison.compared()).isGreaterThan(RECORDS / 2);
        assertThat(comparison.confirmedDifferences(0)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findsADamageToAnyKey(long seed) {
        int partition = new Random(seed).nextInt(Topics.PARTITIONS);
        redis.empty(partition);
        RandomLog log = new RandomLog(seed, partition, RECORDS);
        log.fold(redis.stateStore(), LIVE, 0, RECORDS);
        log.fold(redis.shadows().store(), SHADOW, 0, RECORDS);
        String prefix = new PartitionKeys(partition, LIVE).epochPrefix();

        for (String name : redis.names(partition).stream()
                .filter(key -> key.startsWith(prefix))
                .toList()) {
            byte[] key = PartitionKeys.bytes(name);
            byte[] dump = redis.commands().dump(key);
            damage(key);
            assertThat(redis.shadows()
                            .compare(partition, LIVE, SHADOW, DIFFERENCES_MAX)
                            .confirmedDifferences(0))
                    .as(name)
                    .isNotEmpty()
                    .allMatch(difference -> name.contains(difference.what().split("[ :]")[0])
                            || difference.what().startsWith("the outcome"));
            redis.commands().del(key);
            redis.commands().restore(key, dump, new RestoreArgs());
            damaged.add(name.substring(prefix.length()).split(":")[0]);
        }
        assertThat(redis.shadows()
                        .compare(partition, LIVE, SHADOW, DIFFERENCES_MAX)
                        .confirmedDifferences(0))
                .isEmpty();
    }

    /** Makes the smallest change: removes one entry, or changes one byte. */
    private static void damage(byte[] key) {
        var commands = redis.commands();
        switch (commands.type(key)) {
            case "string" -> {
                byte[] value = commands.get(key);
                value[value.length - 1]++;
                commands.set(key, value);
            }
            case "hash" ->
                commands.hdel(
                        key,
                        commands.hkeys(key).stream()
                                .filter(field -> !PartitionKeys.text(field).equals(FIRST_BLOCK))
                                .findFirst()
                                .orElseThrow());
            case "set" -> commands.spop(key);
            case "zset" -> commands.zpopmin(key);
            default -> throw new AssertionError(commands.type(key));
        }
    }
}
