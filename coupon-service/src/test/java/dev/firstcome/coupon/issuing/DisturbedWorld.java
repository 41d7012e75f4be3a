package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.CouponRecord;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.fold.DueCampaign;
import dev.firstcome.coupon.fold.FanOutStep;
import dev.firstcome.coupon.fold.FoldAnswer;
import dev.firstcome.coupon.fold.FoldPosition;
import dev.firstcome.coupon.fold.FoldView;
import dev.firstcome.coupon.fold.HeldRequest;
import dev.firstcome.coupon.fold.LogBatch;
import dev.firstcome.coupon.fold.Offsets;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.fold.PartitionFold;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.Position;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.progress.Watermarks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * All that a partition's issuer talks to, in memory, failing at random: before or after a call took effect, with results
 * that are never acknowledged, and with a state that loses what it had applied. It notes every broken promise.
 */
final class DisturbedWorld implements PartitionFold, ResultPublisher, Watermarks, RequestLog, LogCursor {
    private static final String TOPIC = "topic";

    private final int partition;
    private final List<LogEntry> log;
    private final Fates fates;
    private final Random random;
    private final Map<Long, CouponResult> acknowledged = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();
    private @Nullable IssueProgress progress;
    private @Nullable PartitionIssuer issuer;
    private long epoch;
    private long applied = -1;

    private long committed = -1;

    /** How many held requests of the record that comes next are decided. */
    private int decided;

    private final Mischances mischances;
    volatile int takeOvers;
    volatile int deliveryMax = 150;

    /** How often a new state began, and not at the log's start. */
    volatile int floorsUsed;

    DisturbedWorld(int partition, Fates fates, Random random, int failures) {
        this.partition = partition;
        this.log = fates.log();
        this.fates = fates;
        this.random = random;
        this.mischances = new Mischances(random, failures);
    }

    void serves(PartitionIssuer served) {
        issuer = served;
    }

    synchronized List<String> broken() {
        return List.copyOf(broken);
    }

    synchronized Map<Long, CouponResult> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    synchronized int failures() {
        return mischances.struck();
    }

    /** A state that was made beside the live one takes its place, or fails to, before or after it did. */
    synchronized long takeOver(long from, long at) {
        disturb(() -> flip(from, at));
        flip(from, at);
        return epoch == from + 1_000 ? epoch : from;
    }

    private void flip(long from, long at) {
        if (epoch == from && applied == at && decided == 0) {
            epoch += 1_000;
            takeOvers++;
        }
    }

    synchronized long appliedNow() {
        return applied;
    }

    synchronized void breaks(String promise) {
        broken.add(promise);
    }

    synchronized long committedNow() {
        return committed;
    }

    /** As when the process dies after the progress is acknowledged and before the commit is sent. */
    synchronized void commitIsLost() {
        committed = -1;
    }

    synchronized long publishedNow() {
        return progress == null ? -1 : progress.published();
    }

    // The fold.

    @Override
    public synchronized FoldAnswer apply(LogBatch batch) {
        disturb(() -> take(batch));
        return take(batch);
    }

    /** Before or after a call took effect, or by losing what was applied before it. */
    private void disturb(Runnable call) {
        if (mischances.strike()) {
            switch (random.nextInt(3)) {
                case 0 -> throw Mischances.away("Redis");
                case 1 -> {
                    call.run();
                    throw Mischances.away("Redis, after the call");
                }
                default -> rollBack();
            }
        }
    }

    /** To an earlier moment, or to nothing. */
    private void rollBack() {
        applied = applied < 0 || random.nextBoolean()
                ? -1
                : log.get(random.nextInt(log.size())).offset() % (applied + 1);
        decided = 0;
    }

    private FoldAnswer take(LogBatch batch) {
        if (batch.epoch() != epoch && batch.predecessor().isPresent()) {
            return new FoldAnswer.OtherEpoch();
        }
        if (batch.predecessor().isPresent() && batch.predecessor().getAsLong() > applied) {
            return new FoldAnswer.Gap();
        }
        if (batch.predecessor().isEmpty() && batch.epoch() > epoch) {
            epoch = batch.epoch();
            applied = -1;
            decided = 0;
            floorsUsed += fates.isAtStart(batch) ? 0 : 1;
            if (!fates.isAtStart(batch) && !fates.isAtFloor(batch, progress)) {
                broken.add("a state begins at %d ms after %s".formatted(batch.floorTimeMillis(), progress));
            }
        }
        LogEntry first = batch.entries().getFirst();
        List<Fates.Late> late = fates.decidedBy(first);
        if (!late.isEmpty()) {
            LongSummaryStatistics arrivals =
                    late.stream().mapToLong(one -> one.request().arrival()).summaryStatistics();
            return new FoldAnswer.FanOut(
                    arrivals.getMin(),
                    arrivals.getMax(),
                    first.offset() <= applied ? late.size() : decided,
                    fates.seedOf(first));
        }
        List<LogEntry> taken = batch.entries().stream()
                .takeWhile(entry -> fates.decidedBy(entry).isEmpty())
                .toList();
        if (taken.getLast().offset() > applied) {
            applied = taken.getLast().offset();
            decided = 0;
        }
        return new FoldAnswer.Applied(taken.stream().map(this::recorded).toList());
    }

    /** Of a held request that is decided by now what became of it, as the state has it. */
    private Outcome recorded(LogEntry entry) {
        return log.stream()
                .filter(by -> by.offset() <= applied)
                .flatMap(by -> fates.decidedBy(by).stream())
                .filter(late -> late.request().offset() == entry.offset())
                .map(Fates.Late::outcome)
                .findFirst()
                .orElse(fates.of(entry));
    }

    @Override
    public synchronized FoldAnswer apply(FanOutStep step) {
        disturb(() -> take(step));
        return take(step);
    }

    private FoldAnswer take(FanOutStep step) {
        List<Fates.Late> late = fates.decidedBy(step.by());
        boolean whole = step.by().offset() <= applied;
        int done = whole ? late.size() : decided;
        if (step.predecessor().isEmpty() || step.predecessor().getAsLong() > applied || step.first() > done + 1) {
            return new FoldAnswer.Gap();
        }
        int from = (int) step.first() - 1;
        int to = from + step.requests().size();
        if (!late.subList(from, to).stream().map(Fates.Late::request).toList().equals(step.requests())) {
            broken.add("the record at %d decides others than %s"
                    .formatted(step.by().offset(), step.requests()));
        }
        decided = whole ? decided : Math.max(decided, to);
        if (!whole && decided == late.size()) {
            applied = step.by().offset();
            decided = 0;
        }
        return new FoldAnswer.Applied(
                late.subList(from, to).stream().map(Fates.Late::outcome).toList());
    }

    @Override
    public List<HeldRequest> held(int asked, long live, UUID campaignId, long first, long last) {
        return fates.held(campaignId, first, last);
    }

    @Override
    public boolean decided(int asked, long live, UUID campaignId, String commandId) {
        throw new IllegalStateException("an issuer does not ask for commands");
    }

    @Override
    public synchronized Optional<FoldPosition> position(int asked) {
        if (mischances.strike()) {
            throw Mischances.away("Redis");
        }
        return applied < 0 ? Optional.empty() : Optional.of(new FoldPosition(epoch, TOPIC, applied));
    }

    @Override
    public List<DueCampaign> due(int asked, long live, long untilMillis, int limit) {
        return List.of();
    }

    @Override
    public OptionalLong nextDue(int asked, long live) {
        return OptionalLong.empty();
    }

    @Override
    public FoldView look(int asked, long live, Offsets offsets, UUID campaignId, @Nullable UUID userId) {
        throw new IllegalStateException("an issuer does not look");
    }

    // Kafka.

    @Override
    public CompletableFuture<Void> results(int from, List<LogEntry> entries, List<Outcome> decided) {
        knowsTheEpoch();
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            CouponResult result = Results.of(from, entries.get(i), decided.get(i));
            sent.add(later(() -> acknowledge(result)));
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new));
    }

    @Override
    public CompletableFuture<Void> held(int from, LogEntry by, List<HeldRequest> requests, List<Outcome> decisions) {
        knowsTheEpoch();
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            CouponResult result = Results.of(from, by, requests.get(i), decisions.get(i));
            sent.add(later(() -> acknowledge(result)));
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new));
    }

    /** Results of an epoch that progress does not know would be lost with it. */
    private synchronized void knowsTheEpoch() {
        if (progress == null || progress.epoch() < epoch) {
            broken.add("results are sent in epoch %d, and progress is %s".formatted(epoch, progress));
        }
    }

    private void acknowledge(@Nullable CouponResult result) {
        CouponResult before = result == null ? null : acknowledged.put(result.offset(), result);
        if (before != null && !before.equals(result)) {
            broken.add("offset %d was told %s and %s".formatted(before.offset(), before, result));
        }
    }

    @Override
    public CompletableFuture<Void> progress(IssueProgress next) {
        return later(() -> {
            log.stream()
                    .filter(entry -> entry.offset() <= next.published())
                    .flatMap(entry -> fates.resultsOf(entry).stream())
                    .filter(result -> !acknowledged.containsKey(result.offset()))
                    .forEach(result ->
                            broken.add("%d is published before %d".formatted(next.published(), result.offset())));
            if (!fates.mayBegin(next) || progress != null && progress.floor() > next.floor()) {
                broken.add("nobody may begin at the floor of %s after %s".formatted(next, progress));
            }
            progress = Fates.later(next, publishedNow());
        });
    }

    /** Acknowledged by another thread some time later, or never. */
    private CompletableFuture<Void> later(Runnable effect) {
        boolean lost;
        synchronized (this) {
            lost = random.nextInt(200) == 0 && mischances.strike();
        }
        return CompletableFuture.runAsync(() -> {
            if (lost) {
                throw Mischances.away("Kafka");
            }
            synchronized (this) {
                effect.run();
            }
        });
    }

    @Override
    public @Nullable synchronized IssueProgress of(int asked) {
        return progress;
    }

    @Override
    public boolean await(int asked, long offset, Duration atMost) {
        throw new IllegalStateException("an issuer does not wait for its own watermark");
    }

    @Override
    public boolean fresh() {
        return true;
    }

    @Override
    public double ratePerSecond(int asked) {
        return 0;
    }

    @Override
    public void catchUp(Duration atMost) {}

    @Override
    public List<Position> append(int to, List<? extends CouponRecord> records) {
        throw new IllegalStateException("no campaign is due in this log");
    }

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public String topicId() {
        return TOPIC;
    }

    // The consumer.

    @Override
    public synchronized LogBounds bounds(Duration atMost) {
        return new LogBounds(
                log.getFirst().offset(),
                log.getLast().offset() + 1,
                committed < 0 ? OptionalLong.empty() : OptionalLong.of(committed));
    }

    @Override
    public void seek(long offset, int generation) {
        var rest = log.stream().filter(entry -> entry.offset() >= offset).toList();
        for (int from = 0; from < rest.size(); ) {
            int to = Math.min(rest.size(), from + 1 + random.nextInt(deliveryMax));
            Objects.requireNonNull(issuer).deliver(new Delivery(generation, rest.subList(from, to), 0));
            from = to;
        }
    }

    @Override
    public synchronized void commit(long next) {
        if (next - 1 > publishedNow()) {
            broken.add("%d is committed before it is published".formatted(next));
        }
        committed = next;
    }

    @Override
    public void taken() {}
}
