package dev.firstcome.coupon.partitionstate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.hashing.DrawAlgorithm;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.LogEntryFixture;
import dev.firstcome.coupon.partitionstate.ApplyResult;
import dev.firstcome.coupon.partitionstate.DeferredRequest;
import dev.firstcome.coupon.partitionstate.FanOutStep;
import dev.firstcome.coupon.partitionstate.LogBatch;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.partitionstate.RecordedOutcomes;
import dev.firstcome.coupon.partitionstate.RequiredPosition;
import dev.firstcome.coupon.retention.LowWatermark;
import dev.firstcome.coupon.retention.RetentionRequirements;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.random.RandomLogs;
import dev.firstcome.model.state.CampaignState;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.DeferredDecision;
import dev.firstcome.model.state.PartitionState;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;

/**
 * Applies one random log to one partition, with disturbances: random batch sizes, repeated and omitted records,
 * rollbacks, and lost states, which are rebuilt from an earlier low watermark. Each outcome and the final state must
 * equal those of the reference model from that low watermark. The campaigns must also equal those of the model of the
 * whole log.
 */
final class FoldRun {
    private static final int RECORDS = 1_500;
    private static final int BATCH_MAX = 200;
    private static final String TOPIC = "topic-of-the-test";

    private final Random random;
    private final int partition;
    private final List<LogRecord> records;
    private final List<LogEntry> log;
    private final ModelRun wholeLog;
    private ModelRun model;
    private LowWatermark lowWatermark = new LowWatermark(0, 0);
    private final RedisUnderTest redis;
    private final RedisPartitionStateStore fold;
    private long epoch = 1;

    /** The number of records that the state has applied. */
    private int applied;

    private int fannedOut;
    private int drawn;
    private int disturbances;
    private int startsAtLowWatermark;

    FoldRun(RedisUnderTest redis, RedisPartitionStateStore fold, long seed) {
        this.redis = redis;
        this.fold = fold;
        random = new Random(seed);
        partition = random.nextInt(Topics.PARTITIONS);
        records = RandomLogs.of(seed, partition, RECORDS);
        log = records.stream().map(record -> LogEntryFixture.of(record)).toList();
        wholeLog = new ModelRun(partition, records, new dev.firstcome.model.LowWatermark(0, 0));
        model = wholeLog;
        redis.empty(partition);
    }

    int fannedOut() {
        return fannedOut;
    }

    int drawn() {
        return drawn;
    }

    int disturbances() {
        return disturbances;
    }

    /** Returns the number of rebuilds that did not start at the beginning of the log. */
    int startsAtLowWatermark() {
        return startsAtLowWatermark;
    }

    /** Applies the whole log. Fails as soon as an outcome, or at the end the state, differs from the model. */
    void applyAll() {
        while (applied < log.size()) {
            switch (random.nextInt(20)) {
                case 0, 1, 2 -> repeat();
                case 3 -> sendWithGap();
                case 4 -> rollBack();
                case 5 -> loseState();
                case 6, 7 -> raiseLowWatermark();
                default -> send(applied, applied + 1 + random.nextInt(BATCH_MAX));
            }
        }
        PartitionState state = redis.state(partition, epoch);
        assertThat(state.text()).isEqualTo(model.end.text());
        assertThat(state.campaigns()).isEqualTo(wholeLog.end.campaigns());
        assertThat(state.due()).isEqualTo(wholeLog.end.due());
        assertThat(state.time()).isEqualTo(wholeLog.end.time());
        checkRecordedOutcomes(redis.recorded());
    }

    private void raiseLowWatermark() {
        redis.retention()
                .requirements(partition, epoch)
                .map(RetentionRequirements::lowWatermark)
                .filter(found -> found.offset() > lowWatermark.offset())
                .ifPresent(found -> lowWatermark = found);
    }

    /** Reads the recorded outcomes as a proof does later. The fan-outs of a purged campaign are not readable. */
    private void checkRecordedOutcomes(RecordedOutcomes recorded) {
        long last = log.getLast().offset();
        RequiredPosition required = new RequiredPosition(partition, epoch, last);
        Map<Long, RecordedOutcomes.Block> blocks = new HashMap<>();
        for (int i = model.start; i < log.size(); i++) {
            long offset = log.get(i).offset();
            Outcome outcome = blocks.computeIfAbsent(
                            offset / RecordedOutcomes.BLOCK, block -> recorded.block(required, block))
                    .at(offset);
            Decision own = outcome.fanOut() == 0 ? decision(outcome) : new Decision.Deferred(0);
            assertThat(own.code())
                    .as("record at %d", offset)
                    .isEqualTo(model.decision(i).code());
            List<DeferredDecision> late = model.late(i);
            if (!late.isEmpty() && isSameCampaign(late.getFirst().campaignId(), offset)) {
                checkFanOut(recorded, required, offset, late);
            }
        }
        assertThatThrownBy(() -> recorded.block(new RequiredPosition(partition, epoch, last + 1), 0))
                .isInstanceOf(PartitionStateUnavailableException.class);
        assertThatThrownBy(() -> recorded.block(new RequiredPosition(partition, epoch + 1, last), 0))
                .isInstanceOf(PartitionStateUnavailableException.class);
    }

    /** Returns false if the campaign was purged after this record, even if it was scheduled again. */
    private boolean isSameCampaign(UUID campaign, long offset) {
        CampaignState known = model.end.campaigns().get(campaign);
        return known != null && known.span().first() <= offset;
    }

    private static void checkFanOut(
            RecordedOutcomes recorded, RequiredPosition required, long offset, List<DeferredDecision> decisions) {
        UUID campaign = decisions.getFirst().campaignId();
        RecordedOutcomes.FanOut found =
                recorded.fanOut(required, campaign, offset).orElseThrow();
        assertThat(recorded.deferred(required, campaign, found.first(), found.last()))
                .extracting(DeferredRequest::offset)
                .containsExactlyInAnyOrderElementsOf(
                        decisions.stream().map(DeferredDecision::offset).toList());
    }

    /** Sends records as the issuer does: a new call continues after each record that fans out. */
    private void send(int from, int to) {
        int last = Math.min(to, log.size());
        for (int next = from; next < last; ) {
            ApplyResult answer = fold.apply(batch(next, last));
            if (answer instanceof ApplyResult.FanOut found) {
                steps(next, found);
                next++;
            } else {
                next = compare(next, answer);
            }
        }
        applied = Math.max(applied, last);
    }

    private int compare(int from, ApplyResult answer) {
        assertThat(answer).isInstanceOf(ApplyResult.Applied.class);
        List<Outcome> outcomes = ((ApplyResult.Applied) answer).outcomes();
        assertThat(outcomes).isNotEmpty();
        for (int i = from; i < from + outcomes.size(); i++) {
            Outcome outcome = outcomes.get(i - from);
            if (outcome.fanOut() == 0) {
                assertThat(decision(outcome))
                        .as("record at offset %d", log.get(i).offset())
                        .isEqualTo(model.decision(i));
            } else {
                assertThat(model.decision(i)).isInstanceOf(Decision.Deferred.class);
            }
        }
        return from + outcomes.size();
    }

    /** Applies steps of random sizes. Some are repeated, some skip requests, and some follow a rollback. */
    private void steps(int at, ApplyResult.FanOut found) {
        List<DeferredDecision> decisions = model.late(at);
        assertThat(found.count()).isEqualTo(decisions.size());
        RedisUnderTest.Snapshot before = redis.snapshot(partition);
        boolean rollsBack = random.nextInt(4) == 0 && found.done() == 0;
        for (int done = 0; done < decisions.size(); ) {
            int first = random.nextInt(3) == 0 ? random.nextInt(done + 1) : done;
            int last = Math.min(decisions.size(), first + 1 + random.nextInt(4));
            checkStep(at, found, first, last);
            done = Math.max(done, last);
            if (done + 1 < decisions.size() && found.done() == 0 && random.nextInt(4) == 0) {
                assertThat(fold.apply(step(at, found, done + 1, done + 2))).isEqualTo(new ApplyResult.Gap());
                disturbances++;
            }
            if (found.seed() != null && found.done() == 0 && done + 2 <= decisions.size()) {
                expectOtherRequests(step(at, found, done, done + 2));
            }
            if (rollsBack && done < decisions.size()) {
                redis.rollBack(partition, before);
                rollsBack = false;
                done = 0;
                disturbances++;
            }
        }
        fannedOut += decisions.size();
        drawn += found.seed() == null ? 0 : decisions.size();
    }

    /** Sends tickets in an order that is not that of the draw. */
    private void expectOtherRequests(FanOutStep step) {
        FanOutStep swapped = new FanOutStep(
                step.partition(),
                step.epoch(),
                step.topicId(),
                step.predecessor(),
                step.by(),
                step.seed(),
                step.first(),
                step.requests().reversed());
        assertThat(fold.apply(swapped)).isEqualTo(new ApplyResult.OtherRequests());
        disturbances++;
    }

    private void checkStep(int at, ApplyResult.FanOut found, int first, int last) {
        ApplyResult answer = fold.apply(step(at, found, first, last));
        assertThat(answer).isInstanceOf(ApplyResult.Applied.class);
        List<Outcome> outcomes = ((ApplyResult.Applied) answer).outcomes();
        for (int i = first; i < last; i++) {
            assertThat(decision(outcomes.get(i - first)))
                    .as(
                            "deferred request %d of the record at %d",
                            i + 1, log.get(at).offset())
                    .isEqualTo(model.late(at).get(i).decision());
        }
    }

    private FanOutStep step(int at, ApplyResult.FanOut found, int first, int last) {
        LogEntry by = log.get(at);
        UUID campaign = Objects.requireNonNull(by.record()).campaignId();
        List<DeferredRequest> all = fold.deferred(partition, epoch, campaign, found.first(), found.last());
        String seed = found.seed();
        if (seed != null) {
            byte[] bytes = HexFormat.of().parseHex(seed);
            all.sort(Comparator.comparing(
                    ticket -> HexFormat.of().formatHex(DrawAlgorithm.rank(bytes, campaign, ticket.userId()))));
        }
        return new FanOutStep(partition, epoch, TOPIC, predecessor(at), by, seed, first + 1L, all.subList(first, last));
    }

    private static Decision decision(Outcome outcome) {
        return Decision.of(outcome.code().ordinal(), outcome.ordinal(), outcome.number());
    }

    /** A paused or restarted issuer repeats applied records, and may add new ones. */
    private void repeat() {
        if (applied > model.start) {
            int from = model.start + random.nextInt(applied - model.start);
            send(from, from + 1 + random.nextInt(2 * BATCH_MAX));
            disturbances++;
        }
    }

    /** A caller omits records that the state has not applied. */
    private void sendWithGap() {
        int from = applied + 1 + random.nextInt(50);
        if (from < log.size()) {
            expectGap(from);
        }
    }

    /** A failover loses the latest records. */
    private void rollBack() {
        if (applied > model.start) {
            RedisUnderTest.Snapshot before = redis.snapshot(partition);
            int then = applied;
            send(applied, applied + 1 + random.nextInt(BATCH_MAX));
            int now = applied;
            redis.rollBack(partition, before);
            if (now < log.size() && now > then) {
                expectGap(now);
            }
            applied = then;
        }
    }

    /** Redis loses the state. All records up to here are published, so a new epoch starts at the low watermark. */
    private void loseState() {
        if (applied > model.start) {
            if (random.nextBoolean()) {
                raiseLowWatermark();
            }
            redis.empty(partition);
            if (applied < log.size()) {
                expectGap(applied);
            }
            model = new ModelRun(
                    partition,
                    records,
                    new dev.firstcome.model.LowWatermark(lowWatermark.offset(), lowWatermark.timeMillis()));
            applied = model.start;
            startsAtLowWatermark += lowWatermark.offset() > 0 ? 1 : 0;
            epoch++;
        }
    }

    private void expectGap(int from) {
        PartitionState before = redis.state(partition, epoch);
        ApplyResult answer = fold.apply(batch(from, Math.min(from + 10, log.size())));
        assertThat(answer).isEqualTo(new ApplyResult.Gap());
        assertThat(redis.state(partition, epoch)).isEqualTo(before);
        disturbances++;
    }

    private LogBatch batch(int from, int to) {
        return new LogBatch(
                partition, epoch, TOPIC, predecessor(from), lowWatermark.timeMillis(), log.subList(from, to));
    }

    private OptionalLong predecessor(int at) {
        return at == model.start
                ? OptionalLong.empty()
                : OptionalLong.of(log.get(at - 1).offset());
    }
}
