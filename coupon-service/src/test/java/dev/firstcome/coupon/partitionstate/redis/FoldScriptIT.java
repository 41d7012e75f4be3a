package dev.firstcome.coupon.partitionstate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.log.CampaignOpened;
import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.contracts.coupon.log.IssuingPaused;
import dev.firstcome.contracts.coupon.log.IssuingResumed;
import dev.firstcome.contracts.coupon.log.RulesActivated;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.partitionstate.ApplyResult;
import dev.firstcome.coupon.partitionstate.DeferredRequest;
import dev.firstcome.coupon.partitionstate.FanOutStep;
import dev.firstcome.coupon.partitionstate.LogBatch;
import dev.firstcome.coupon.partitionstate.redis.cluster.LuaScript;
import dev.firstcome.coupon.partitionstate.redis.cluster.PartitionKeys;
import dev.firstcome.model.state.CampaignState;
import dev.firstcome.model.state.PartitionState;
import dev.firstcome.testsupport.PromisedTime;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

/** The script's replies to callers with a wrong position or epoch, and its guarantee to change all or nothing. */
class FoldScriptIT {
    private static final int PARTITION = 5;
    private static final long EPOCH = 3;
    private static final String TOPIC = "topic";
    private static final UUID CAMPAIGN = UUID.fromString("01890000-0000-7000-8000-000000000001");
    private static final long OPENS = 1_000_000;

    /** The longest time that one call may block Redis. */
    private static final Duration BLOCKED_MAX = PromisedTime.bound(Duration.ofMillis(50));

    private static final long CLOSES = 2_000_000;

    private static RedisUnderTest redis;

    @BeforeAll
    static void connect() {
        redis = new RedisUnderTest();
    }

    @AfterAll
    static void disconnect() {
        redis.empty(PARTITION);
        redis.close();
    }

    @BeforeEach
    void openCampaign() {
        redis.empty(PARTITION);
        assertThat(apply(
                        EPOCH, OptionalLong.empty(), entry(10, scheduled()), entry(11, opened()), entry(12, request())))
                .isInstanceOf(ApplyResult.Applied.class);
    }

    @Test
    void repliesGapToACallerAheadOfTheState() {
        assertUnchangedBy(() -> assertThat(apply(EPOCH, OptionalLong.of(13), entry(14, request())))
                .isEqualTo(new ApplyResult.Gap()));
    }

    @Test
    void repliesForkIfTheLogLacksTheAppliedOffset() {
        assertUnchangedBy(() -> assertThat(apply(EPOCH, OptionalLong.of(11), entry(13, request())))
                .isEqualTo(new ApplyResult.Fork(12)));
    }

    @Test
    void repliesStaleIfARecordedOutcomeIsMissing() {
        redis.commands().del(new PartitionKeys(PARTITION, EPOCH).outcomes(0));
        assertUnchangedBy(
                () -> assertThat(apply(EPOCH, OptionalLong.of(11), entry(12, request()), entry(13, request())))
                        .isEqualTo(new ApplyResult.Stale(12)));
    }

    @Test
    void refusesACallerOfAnotherEpoch() {
        assertUnchangedBy(() -> assertThat(apply(EPOCH + 1, OptionalLong.of(12), entry(13, request())))
                .isEqualTo(new ApplyResult.OtherEpoch()));
        assertUnchangedBy(() -> assertThat(apply(EPOCH - 1, OptionalLong.of(12), entry(13, request())))
                .isEqualTo(new ApplyResult.OtherEpoch()));
    }

    @Test
    void startsAHigherEpochWithoutPredecessorButNeverALowerOne() {
        assertUnchangedBy(() -> assertThat(apply(EPOCH - 1, OptionalLong.empty(), entry(10, scheduled())))
                .isEqualTo(new ApplyResult.OtherEpoch()));

        assertThat(apply(EPOCH + 1, OptionalLong.empty(), entry(10, scheduled())))
                .isInstanceOf(ApplyResult.Applied.class);
        assertThat(redis.state(PARTITION, EPOCH + 1).applied()).isEqualTo(10);
    }

    @Test
    void refusesACallerOfAnotherTopic() {
        assertUnchangedBy(() -> assertThat(redis.stateStore()
                        .apply(new LogBatch(
                                PARTITION, EPOCH, "another", OptionalLong.of(12), List.of(entry(13, request())))))
                .isEqualTo(new ApplyResult.OtherTopic(TOPIC)));
    }

    @Test
    void writesNothingIfARecordNeedsUnknownRules() {
        assertUnchangedBy(() -> assertThat(apply(
                        EPOCH,
                        OptionalLong.of(12),
                        entry(13, request()),
                        entry(14, new RulesActivated(CAMPAIGN, UUID.randomUUID().toString(), 3))))
                .isEqualTo(new ApplyResult.UnknownRules(14)));
    }

    @Test
    void sendsTheScriptToAMasterThatDoesNotHaveItAndAppliesItOnce() {
        redis.commands().scriptFlush();

        assertThat(apply(EPOCH, OptionalLong.of(12), entry(13, request()))).isInstanceOf(ApplyResult.Applied.class);
        assertThat(redis.state(PARTITION, EPOCH).applied()).isEqualTo(13);
    }

    /** Injects an error after each line before the writes. */
    @Test
    void anErrorBeforeTheWritesChangesNothing() throws IOException {
        List<String> lines = new ClassPathResource("redis/fold.lua")
                .getContentAsString(StandardCharsets.UTF_8)
                .lines()
                .toList();
        int writes = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("-- WRITES"))
                .findFirst()
                .orElseThrow());
        LogBatch batch = new LogBatch(
                PARTITION,
                EPOCH,
                TOPIC,
                OptionalLong.of(11),
                List.of(entry(12, request()), entry(13, request()), entry(14, null), entry(15, opened())));
        BatchCall call = new BatchCall(batch, new PartitionKeys(PARTITION, EPOCH));
        int injected = 0;
        for (int i = 1; i < writes; i++) {
            injected += failsAfter(lines, i, call) ? 1 : 0;
        }
        System.out.println("errors injected before the writes: " + injected);
        assertThat(injected).isGreaterThan(60);
    }

    private boolean failsAfter(List<String> lines, int line, BatchCall call) {
        List<String> broken = new ArrayList<>(lines);
        broken.add(line, "do error('injected') end");
        PartitionState before = redis.state(PARTITION, EPOCH);
        RedisUnderTest.Snapshot snapshot = redis.snapshot(PARTITION);
        try {
            redis.commands()
                    .eval(
                            String.join("\n", broken).getBytes(StandardCharsets.UTF_8),
                            ScriptOutputType.MULTI,
                            call.keys(),
                            call.arguments());
        } catch (RedisCommandExecutionException refused) {
            assertThat(redis.state(PARTITION, EPOCH)).isEqualTo(before);
            return String.valueOf(refused.getMessage()).contains("injected");
        }
        redis.rollBack(PARTITION, snapshot); // this batch does not execute the line
        return false;
    }

    @Test
    void twoThousandRecordsBlockRedisForLessThanFiftyMilliseconds() {
        Duration longest = Duration.ZERO;
        long offset = 13;
        for (int round = 0; round < 20; round++) {
            List<LogEntry> batch = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                batch.add(entry(offset + i, request()));
            }
            LogBatch records = new LogBatch(PARTITION, EPOCH, TOPIC, OptionalLong.of(offset - 1), batch);
            longest = longer(
                    longest,
                    redis.busyWith(() ->
                            assertThat(redis.stateStore().apply(records)).isInstanceOf(ApplyResult.Applied.class)));
            offset += 2_000;
        }
        System.out.println("longest call of 2,000 records: " + longest);
        assertThat(longest).isBetween(Duration.ofNanos(1), BLOCKED_MAX);
    }

    @Test
    void noStepOfAResumeBlocksRedisForFiftyMilliseconds() {
        int deferred = 20_000;
        long offset = 13;
        apply(EPOCH, OptionalLong.of(12), entry(offset, new IssuingPaused(CAMPAIGN, "pause", null)));
        for (int done = 0; done < deferred; done += 2_000) {
            LogEntry[] batch = new LogEntry[2_000];
            for (int i = 0; i < batch.length; i++) {
                batch[i] = entry(offset + 1 + i, request());
            }
            assertThat(apply(EPOCH, OptionalLong.of(offset), batch)).isInstanceOf(ApplyResult.Applied.class);
            offset += batch.length;
        }
        LogEntry resume = entry(offset + 1, new IssuingResumed(CAMPAIGN, "resume"));
        assertThat(apply(EPOCH, OptionalLong.of(offset), resume))
                .isEqualTo(new ApplyResult.FanOut(1, deferred, 0, null));

        Duration longest = Duration.ZERO;
        for (int done = 0; done < deferred; done += 2_000) {
            List<DeferredRequest> some =
                    redis.stateStore().deferred(PARTITION, EPOCH, CAMPAIGN, done + 1, done + 2_000);
            FanOutStep step =
                    new FanOutStep(PARTITION, EPOCH, TOPIC, OptionalLong.of(offset), resume, null, done + 1, some);
            longest = longer(
                    longest,
                    redis.busyWith(
                            () -> assertThat(redis.stateStore().apply(step)).isInstanceOf(ApplyResult.Applied.class)));
        }
        System.out.println("longest step of 2,000 deferred requests: " + longest);
        assertThat(longest).isBetween(Duration.ofNanos(1), BLOCKED_MAX);
        PartitionState state = redis.state(PARTITION, EPOCH);
        assertThat(state.applied()).isEqualTo(offset + 1);
        assertThat(state.campaigns().get(CAMPAIGN))
                .extracting(CampaignState::issued)
                .isEqualTo(deferred + 1L);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    @Test
    void cannotAccessAnUndeclaredKey() {
        BatchCall call = new BatchCall(
                new LogBatch(PARTITION, EPOCH, TOPIC, OptionalLong.of(12), List.of(entry(13, request()))),
                new PartitionKeys(PARTITION, EPOCH));
        byte[][] keys = call.keys();
        keys[keys.length - 1] = PartitionKeys.bytes("coupon:{other}:commands");

        assertThatThrownBy(() -> redis.natives().execute(LuaScript.load("redis/fold.lua"), keys, call.arguments()))
                .hasMessageContaining("slot");
    }

    private static void assertUnchangedBy(Runnable call) {
        PartitionState before = redis.state(PARTITION, EPOCH);
        call.run();
        assertThat(redis.state(PARTITION, EPOCH)).isEqualTo(before);
    }

    private static ApplyResult apply(long epoch, OptionalLong predecessor, LogEntry... entries) {
        return redis.stateStore().apply(new LogBatch(PARTITION, epoch, TOPIC, predecessor, List.of(entries)));
    }

    private static LogEntry entry(long offset, @Nullable CouponRecord record) {
        return new LogEntry(offset, OPENS + offset, record);
    }

    private static CampaignScheduled scheduled() {
        return new CampaignScheduled(
                CAMPAIGN,
                "make",
                1,
                1_000_000,
                1,
                CampaignMode.FIFO,
                null,
                Instant.ofEpochMilli(OPENS),
                Instant.ofEpochMilli(CLOSES),
                List.of(),
                null);
    }

    private static CampaignOpened opened() {
        return new CampaignOpened(CAMPAIGN, UUID.randomUUID().toString());
    }

    private static IssueRequested request() {
        UUID user = UUID.randomUUID();
        return new IssueRequested(CAMPAIGN, user, "c", List.of(), user, "salt", Instant.EPOCH);
    }
}
