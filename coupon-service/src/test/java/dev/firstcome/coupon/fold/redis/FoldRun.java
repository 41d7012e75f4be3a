package dev.firstcome.coupon.fold.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.fold.Draws;
import dev.firstcome.coupon.fold.FanOutStep;
import dev.firstcome.coupon.fold.Floor;
import dev.firstcome.coupon.fold.FoldAnswer;
import dev.firstcome.coupon.fold.FoldMoment;
import dev.firstcome.coupon.fold.FoldNeeds;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.HeldRequest;
import dev.firstcome.coupon.fold.LogBatch;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.fold.RecordedOutcomes;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.LogEntryFixture;
import dev.firstcome.model.CampaignState;
import dev.firstcome.model.Decision;
import dev.firstcome.model.LateDecision;
import dev.firstcome.model.LogRecord;
import dev.firstcome.model.PartitionState;
import dev.firstcome.model.random.RandomLogs;
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
 * One random log, one partition, one caller that is disturbed: its batches are cut at random places, sent again from earlier
 * places, sent with holes, rolled back to earlier moments and emptied, after which it begins again at a floor that was found
 * before. The state must say of every record what the reference model says that begins there, and end in that model's
 * state; and where that begins makes no difference to any campaign.
 */
final class FoldRun {
    private static final int RECORDS = 1_500;
    private static final int BATCH_MAX = 200;
    private static final String TOPIC = "topic-of-the-test";

    private final Random random;
    private final int partition;
    private final List<LogRecord> records;
    private final List<LogEntry> log;
    private final ModelRun whole;
    private ModelRun model;
    private Floor floor = new Floor(0, 0);
    private final RedisUnderTest redis;
    private final RedisPartitionFold fold;
    private long epoch = 1;

    /** How many records the state has applied. */
    private int applied;

    private int fannedOut;
    private int drawn;
    private int disturbances;
    private int floorsUsed;

    FoldRun(RedisUnderTest redis, RedisPartitionFold fold, long seed) {
        this.redis = redis;
        this.fold = fold;
        random = new Random(seed);
        partition = random.nextInt(Topics.PARTITIONS);
        records = RandomLogs.of(seed, partition, RECORDS);
        log = records.stream().map(record -> LogEntryFixture.of(record)).toList();
        whole = new ModelRun(partition, records, new dev.firstcome.model.Floor(0, 0));
        model = whole;
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

    /** How often it began again, and not at the log's start. */
    int floorsUsed() {
        return floorsUsed;
    }

    /** Fails where the state is not the model's, on the way or in the end. */
    void toTheEnd() {
        while (applied < log.size()) {
            switch (random.nextInt(20)) {
                case 0, 1, 2 -> sendAgain();
                case 3 -> sendWithAHole();
                case 4 -> rollBack();
                case 5 -> emptyIt();
                case 6, 7 -> findFloor();
                default -> send(applied, applied + 1 + random.nextInt(BATCH_MAX));
            }
        }
        PartitionState state = redis.state(partition, epoch);
        assertThat(state.text()).isEqualTo(model.end.text());
        assertThat(state.campaigns()).isEqualTo(whole.end.campaigns());
        assertThat(state.due()).isEqualTo(whole.end.due());
        assertThat(state.time()).isEqualTo(whole.end.time());
        isRecorded(redis.recorded());
    }

    private void findFloor() {
        redis.retention()
                .needs(partition, epoch)
                .map(FoldNeeds::floor)
                .filter(found -> found.offset() > floor.offset())
                .ifPresent(found -> floor = found);
    }

    /**
     * As a proof reads it, long afterwards, of what the state was made from; a state that does not stand there says nothing.
     * What a campaign knew of its fan-outs goes with the campaign.
     */
    private void isRecorded(RecordedOutcomes recorded) {
        long last = log.getLast().offset();
        FoldMoment moment = new FoldMoment(partition, epoch, last);
        Map<Long, RecordedOutcomes.Block> blocks = new HashMap<>();
        for (int i = model.start; i < log.size(); i++) {
            long offset = log.get(i).offset();
            Outcome outcome = blocks.computeIfAbsent(
                            offset / RecordedOutcomes.BLOCK, block -> recorded.block(moment, block))
                    .at(offset);
            Decision own = outcome.fanOut() == 0 ? decision(outcome) : new Decision.Held(0);
            assertThat(own.code())
                    .as("record at %d", offset)
                    .isEqualTo(model.decision(i).code());
            List<LateDecision> late = model.late(i);
            if (!late.isEmpty() && isTheSame(late.getFirst().campaignId(), offset)) {
                isRecorded(recorded, moment, offset, late);
            }
        }
        assertThatThrownBy(() -> recorded.block(new FoldMoment(partition, epoch, last + 1), 0))
                .isInstanceOf(FoldUnavailable.class);
        assertThatThrownBy(() -> recorded.block(new FoldMoment(partition, epoch + 1, last), 0))
                .isInstanceOf(FoldUnavailable.class);
    }

    /** Whether the campaign of this record is still known, and not forgotten and begun anew since. */
    private boolean isTheSame(UUID campaign, long offset) {
        CampaignState known = model.end.campaigns().get(campaign);
        return known != null && known.span().first() <= offset;
    }

    private static void isRecorded(
            RecordedOutcomes recorded, FoldMoment moment, long offset, List<LateDecision> decisions) {
        UUID campaign = decisions.getFirst().campaignId();
        RecordedOutcomes.FanOut found =
                recorded.fanOut(moment, campaign, offset).orElseThrow();
        assertThat(recorded.held(moment, campaign, found.first(), found.last()))
                .extracting(HeldRequest::offset)
                .containsExactlyInAnyOrderElementsOf(
                        decisions.stream().map(LateDecision::offset).toList());
    }

    /** As the issuer does it: what is left of a batch after a record that fans out is sent on its own. */
    private void send(int from, int to) {
        int last = Math.min(to, log.size());
        for (int next = from; next < last; ) {
            FoldAnswer answer = fold.apply(batch(next, last));
            if (answer instanceof FoldAnswer.FanOut found) {
                steps(next, found);
                next++;
            } else {
                next = compare(next, answer);
            }
        }
        applied = Math.max(applied, last);
    }

    private int compare(int from, FoldAnswer answer) {
        assertThat(answer).isInstanceOf(FoldAnswer.Applied.class);
        List<Outcome> outcomes = ((FoldAnswer.Applied) answer).outcomes();
        assertThat(outcomes).isNotEmpty();
        for (int i = from; i < from + outcomes.size(); i++) {
            Outcome outcome = outcomes.get(i - from);
            if (outcome.fanOut() == 0) {
                assertThat(decision(outcome))
                        .as("record at offset %d", log.get(i).offset())
                        .isEqualTo(model.decision(i));
            } else {
                assertThat(model.decision(i)).isInstanceOf(Decision.Held.class);
            }
        }
        return from + outcomes.size();
    }

    /** In steps of any size, some of them twice, and now and then one too far, or from a moment before. */
    private void steps(int at, FoldAnswer.FanOut found) {
        List<LateDecision> decisions = model.late(at);
        assertThat(found.count()).isEqualTo(decisions.size());
        RedisUnderTest.Snapshot before = redis.snapshot(partition);
        boolean rollsBack = random.nextInt(4) == 0 && found.done() == 0;
        for (int done = 0; done < decisions.size(); ) {
            int first = random.nextInt(3) == 0 ? random.nextInt(done + 1) : done;
            int last = Math.min(decisions.size(), first + 1 + random.nextInt(4));
            expectStep(at, found, first, last);
            done = Math.max(done, last);
            if (done + 1 < decisions.size() && found.done() == 0 && random.nextInt(4) == 0) {
                assertThat(fold.apply(step(at, found, done + 1, done + 2))).isEqualTo(new FoldAnswer.Gap());
                disturbances++;
            }
            if (found.seed() != null && found.done() == 0 && done + 2 <= decisions.size()) {
                expectOther(step(at, found, done, done + 2));
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

    /** Tickets in another order than the draw's. */
    private void expectOther(FanOutStep step) {
        FanOutStep swapped = new FanOutStep(
                step.partition(),
                step.epoch(),
                step.topicId(),
                step.predecessor(),
                step.by(),
                step.seed(),
                step.first(),
                step.requests().reversed());
        assertThat(fold.apply(swapped)).isEqualTo(new FoldAnswer.OtherRequests());
        disturbances++;
    }

    private void expectStep(int at, FoldAnswer.FanOut found, int first, int last) {
        FoldAnswer answer = fold.apply(step(at, found, first, last));
        assertThat(answer).isInstanceOf(FoldAnswer.Applied.class);
        List<Outcome> outcomes = ((FoldAnswer.Applied) answer).outcomes();
        for (int i = first; i < last; i++) {
            assertThat(decision(outcomes.get(i - first)))
                    .as(
                            "held request %d of the record at %d",
                            i + 1, log.get(at).offset())
                    .isEqualTo(model.late(at).get(i).decision());
        }
    }

    private FanOutStep step(int at, FoldAnswer.FanOut found, int first, int last) {
        LogEntry by = log.get(at);
        UUID campaign = Objects.requireNonNull(by.record()).campaignId();
        List<HeldRequest> all = fold.held(partition, epoch, campaign, found.first(), found.last());
        String seed = found.seed();
        if (seed != null) {
            byte[] bytes = HexFormat.of().parseHex(seed);
            all.sort(Comparator.comparing(
                    ticket -> HexFormat.of().formatHex(Draws.rank(bytes, campaign, ticket.userId()))));
        }
        return new FanOutStep(partition, epoch, TOPIC, predecessor(at), by, seed, first + 1L, all.subList(first, last));
    }

    private static Decision decision(Outcome outcome) {
        return Decision.of(outcome.code().ordinal(), outcome.ordinal(), outcome.number());
    }

    /** A zombie, or an issuer that begins again, sends what was applied before, and perhaps more. */
    private void sendAgain() {
        if (applied > model.start) {
            int from = model.start + random.nextInt(applied - model.start);
            send(from, from + 1 + random.nextInt(2 * BATCH_MAX));
            disturbances++;
        }
    }

    private void sendWithAHole() {
        int from = applied + 1 + random.nextInt(50);
        if (from < log.size()) {
            expectGap(from);
        }
    }

    /** A failover lost what was applied last. */
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

    /** All up to here is published, so a new epoch begins at the floor. */
    private void emptyIt() {
        if (applied > model.start) {
            if (random.nextBoolean()) {
                findFloor();
            }
            redis.empty(partition);
            if (applied < log.size()) {
                expectGap(applied);
            }
            model = new ModelRun(partition, records, new dev.firstcome.model.Floor(floor.offset(), floor.timeMillis()));
            applied = model.start;
            floorsUsed += floor.offset() > 0 ? 1 : 0;
            epoch++;
        }
    }

    private void expectGap(int from) {
        PartitionState before = redis.state(partition, epoch);
        FoldAnswer answer = fold.apply(batch(from, Math.min(from + 10, log.size())));
        assertThat(answer).isEqualTo(new FoldAnswer.Gap());
        assertThat(redis.state(partition, epoch)).isEqualTo(before);
        disturbances++;
    }

    private LogBatch batch(int from, int to) {
        return new LogBatch(partition, epoch, TOPIC, predecessor(from), floor.timeMillis(), log.subList(from, to));
    }

    private OptionalLong predecessor(int at) {
        return at == model.start
                ? OptionalLong.empty()
                : OptionalLong.of(log.get(at - 1).offset());
    }
}
