package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.coupon.issuing.ModelOutcomes.DeferredOutcome;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.LogPosition;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.partitionstate.ApplyResult;
import dev.firstcome.coupon.partitionstate.DeferredRequest;
import dev.firstcome.coupon.partitionstate.DueCampaign;
import dev.firstcome.coupon.partitionstate.FanOutStep;
import dev.firstcome.coupon.partitionstate.LogBatch;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.partitionstate.OutcomeRange;
import dev.firstcome.coupon.partitionstate.PartitionStateStore;
import dev.firstcome.coupon.partitionstate.StatePosition;
import dev.firstcome.coupon.partitionstate.StateView;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.coupon.recovery.LogBounds;
import dev.firstcome.coupon.recovery.LogCursor;
import dev.firstcome.coupon.result.ResultMapper;
import dev.firstcome.coupon.result.ResultPublisher;
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
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * In-memory implementations of all ports of a partition issuer, with random faults: calls fail before or after they
 * take effect, results are never acknowledged, and the state loses applied records. Records every violated guarantee.
 */
final class FaultyIssuerEnvironment implements PartitionStateStore, ResultPublisher, Watermarks, RequestLog, LogCursor {
    private static final String TOPIC = "topic";

    private final List<LogEntry> log;
    private final ModelOutcomes model;
    private final Random random;
    private final Map<Long, CouponResult> acknowledged = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private @Nullable IssueProgress progress;
    private @Nullable PartitionIssuer issuer;
    private long epoch;
    private long applied = -1;
    private long committed = -1;

    /** Number of decided requests of the next record with deferred requests. */
    private int decided;

    private final RandomFaults faults;
    volatile int takeOvers;
    volatile int batchSizeMax = 150;

    /** Number of new states that did not start at the start of the log. */
    volatile int lowWatermarkStarts;

    FaultyIssuerEnvironment(ModelOutcomes model, Random random, int faultCount) {
        this.log = model.log();
        this.model = model;
        this.random = random;
        this.faults = new RandomFaults(random, faultCount);
    }

    void connect(PartitionIssuer connected) {
        issuer = connected;
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized Map<Long, CouponResult> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    synchronized int injectedFaults() {
        return faults.injected();
    }

    /** Replaces the live state with a rebuilt one, with a possible fault before or after the replacement. */
    synchronized long takeOver(long from, long at) {
        injectFault(() -> switchEpoch(from, at));
        switchEpoch(from, at);
        return epoch == from + 1_000 ? epoch : from;
    }

    private void switchEpoch(long from, long at) {
        if (epoch == from && applied == at && decided == 0) {
            epoch += 1_000;
            takeOvers++;
        }
    }

    synchronized long applied() {
        return applied;
    }

    synchronized void addViolation(String violation) {
        violations.add(violation);
    }

    synchronized long committed() {
        return committed;
    }

    /** Simulates a crash after the acknowledgement of the progress and before the commit. */
    synchronized void loseCommit() {
        committed = -1;
    }

    synchronized long publishedOffset() {
        return progress == null ? -1 : progress.published();
    }

    @Override
    public synchronized ApplyResult apply(LogBatch batch) {
        injectFault(() -> process(batch));
        return process(batch);
    }

    /** Fails before or after the call takes effect, or loses applied records. */
    private void injectFault(Runnable call) {
        if (faults.inject()) {
            switch (random.nextInt(3)) {
                case 0 -> throw RandomFaults.unavailable("Redis");
                case 1 -> {
                    call.run();
                    throw RandomFaults.unavailable("Redis, after the call");
                }
                default -> rollBack();
            }
        }
    }

    /** Resets the state to an earlier offset, or to an empty state. */
    private void rollBack() {
        applied = applied < 0 || random.nextBoolean()
                ? -1
                : log.get(random.nextInt(log.size())).offset() % (applied + 1);
        decided = 0;
    }

    private ApplyResult process(LogBatch batch) {
        if (batch.epoch() != epoch && batch.predecessor().isPresent()) {
            return new ApplyResult.OtherEpoch();
        }
        if (batch.predecessor().isPresent() && batch.predecessor().getAsLong() > applied) {
            return new ApplyResult.Gap();
        }
        if (batch.predecessor().isEmpty() && batch.epoch() > epoch) {
            epoch = batch.epoch();
            applied = -1;
            decided = 0;
            lowWatermarkStarts += model.isAtStart(batch) ? 0 : 1;
            if (!model.isAtStart(batch) && !model.isAtLowWatermark(batch, progress)) {
                violations.add("a state starts at %d ms after %s".formatted(batch.lowWatermarkTimeMillis(), progress));
            }
        }
        LogEntry first = batch.entries().getFirst();
        List<DeferredOutcome> deferred = model.decidedBy(first);
        if (!deferred.isEmpty()) {
            LongSummaryStatistics arrivals =
                    deferred.stream().mapToLong(one -> one.request().arrival()).summaryStatistics();
            return new ApplyResult.FanOut(
                    arrivals.getMin(),
                    arrivals.getMax(),
                    first.offset() <= applied ? deferred.size() : decided,
                    model.seedOf(first));
        }
        List<LogEntry> taken = batch.entries().stream()
                .takeWhile(entry -> model.decidedBy(entry).isEmpty())
                .toList();
        if (taken.getLast().offset() > applied) {
            applied = taken.getLast().offset();
            decided = 0;
        }
        return new ApplyResult.Applied(taken.stream().map(this::recorded).toList());
    }

    /** Returns the recorded outcome, including the decision of a deferred request. */
    private Outcome recorded(LogEntry entry) {
        return log.stream()
                .filter(by -> by.offset() <= applied)
                .flatMap(by -> model.decidedBy(by).stream())
                .filter(deferred -> deferred.request().offset() == entry.offset())
                .map(DeferredOutcome::outcome)
                .findFirst()
                .orElse(model.of(entry));
    }

    @Override
    public synchronized ApplyResult apply(FanOutStep step) {
        injectFault(() -> process(step));
        return process(step);
    }

    private ApplyResult process(FanOutStep step) {
        List<DeferredOutcome> deferred = model.decidedBy(step.by());
        boolean isApplied = step.by().offset() <= applied;
        int done = isApplied ? deferred.size() : decided;
        if (step.predecessor().isEmpty() || step.predecessor().getAsLong() > applied || step.first() > done + 1) {
            return new ApplyResult.Gap();
        }
        int from = (int) step.first() - 1;
        int to = from + step.requests().size();
        List<DeferredOutcome> decisions = deferred.subList(from, to);
        if (!decisions.stream().map(DeferredOutcome::request).toList().equals(step.requests())) {
            violations.add("the record at %d decides other requests than %s"
                    .formatted(step.by().offset(), step.requests()));
        }
        decided = isApplied ? decided : Math.max(decided, to);
        if (!isApplied && decided == deferred.size()) {
            applied = step.by().offset();
            decided = 0;
        }
        return new ApplyResult.Applied(
                decisions.stream().map(DeferredOutcome::outcome).toList());
    }

    @Override
    public List<DeferredRequest> deferred(int queried, long live, UUID campaignId, long first, long last) {
        return model.deferred(campaignId, first, last);
    }

    @Override
    public boolean decided(int queried, long live, UUID campaignId, String commandId) {
        throw new IllegalStateException("an issuer does not query commands");
    }

    @Override
    public synchronized Optional<StatePosition> position(int queried) {
        if (faults.inject()) {
            throw RandomFaults.unavailable("Redis");
        }
        return applied < 0 ? Optional.empty() : Optional.of(new StatePosition(epoch, TOPIC, applied));
    }

    @Override
    public List<DueCampaign> due(int queried, long live, long untilMillis, int limit) {
        return List.of();
    }

    @Override
    public OptionalLong nextDue(int queried, long live) {
        return OptionalLong.empty();
    }

    @Override
    public StateView read(int queried, long live, OutcomeRange offsets, UUID campaignId, @Nullable UUID userId) {
        throw new IllegalStateException("an issuer does not read views");
    }

    @Override
    public CompletableFuture<Void> publishResults(int from, List<LogEntry> entries, List<Outcome> decided) {
        return publish(entries.size(), i -> ResultMapper.of(from, entries.get(i), decided.get(i)));
    }

    @Override
    public CompletableFuture<Void> publishDeferredResults(
            int from, LogEntry by, List<DeferredRequest> requests, List<Outcome> decisions) {
        return publish(requests.size(), i -> ResultMapper.of(from, by, requests.get(i), decisions.get(i)));
    }

    private CompletableFuture<Void> publish(int count, IntFunction<@Nullable CouponResult> results) {
        checkEpochIsPublished();
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            CouponResult result = results.apply(i);
            sent.add(acknowledgeLater(() -> acknowledge(result)));
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new));
    }

    /** Results of an epoch that the progress does not contain would be lost with it. */
    private synchronized void checkEpochIsPublished() {
        if (progress == null || progress.epoch() < epoch) {
            violations.add("results are published in epoch %d but the progress is %s".formatted(epoch, progress));
        }
    }

    private void acknowledge(@Nullable CouponResult result) {
        CouponResult before = result == null ? null : acknowledged.put(result.offset(), result);
        if (before != null && !before.equals(result)) {
            violations.add("offset %d has the results %s and %s".formatted(before.offset(), before, result));
        }
    }

    @Override
    public CompletableFuture<Void> publishProgress(IssueProgress next) {
        return acknowledgeLater(() -> {
            log.stream()
                    .filter(entry -> entry.offset() <= next.published())
                    .flatMap(entry -> model.resultsOf(entry).stream())
                    .filter(result -> !acknowledged.containsKey(result.offset()))
                    .forEach(result -> violations.add(
                            "%d is published before result %d".formatted(next.published(), result.offset())));
            if (!model.hasValidLowWatermark(next)
                    || progress != null && progress.lowWatermark() > next.lowWatermark()) {
                violations.add("invalid low watermark of %s after %s".formatted(next, progress));
            }
            progress = ModelOutcomes.withPublishedAtLeast(next, publishedOffset());
        });
    }

    /** Acknowledges asynchronously on another thread, or never. */
    private CompletableFuture<Void> acknowledgeLater(Runnable effect) {
        boolean lost;
        synchronized (this) {
            lost = random.nextInt(200) == 0 && faults.inject();
        }
        return CompletableFuture.runAsync(() -> {
            if (lost) {
                throw RandomFaults.unavailable("Kafka");
            }
            synchronized (this) {
                effect.run();
            }
        });
    }

    @Override
    public @Nullable synchronized IssueProgress of(int queried) {
        return progress;
    }

    @Override
    public boolean await(int queried, long offset, Duration timeout) {
        throw new IllegalStateException("an issuer does not wait for its watermark");
    }

    @Override
    public boolean isFresh() {
        return true;
    }

    @Override
    public double ratePerSecond(int queried) {
        return 0;
    }

    @Override
    public void catchUp(Duration timeout) {}

    @Override
    public List<LogPosition> append(int to, List<? extends CouponRecord> records) {
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

    @Override
    public synchronized LogBounds bounds(Duration timeout) {
        return new LogBounds(
                log.getFirst().offset(),
                log.getLast().offset() + 1,
                committed < 0 ? OptionalLong.empty() : OptionalLong.of(committed));
    }

    @Override
    public void seek(long offset, int generation) {
        var rest = log.stream().filter(entry -> entry.offset() >= offset).toList();
        for (int from = 0; from < rest.size(); ) {
            int to = Math.min(rest.size(), from + 1 + random.nextInt(batchSizeMax));
            Objects.requireNonNull(issuer).deliver(new RecordBatch(generation, rest.subList(from, to), 0));
            from = to;
        }
    }

    @Override
    public synchronized void commit(long next) {
        if (next - 1 > publishedOffset()) {
            violations.add("%d is committed before it is published".formatted(next));
        }
        committed = next;
    }

    @Override
    public void onBatchTaken() {}
}
