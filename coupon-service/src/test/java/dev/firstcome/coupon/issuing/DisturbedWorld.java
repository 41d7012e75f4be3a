package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.CouponRecord;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.fold.DueCampaign;
import dev.firstcome.coupon.fold.FoldAnswer;
import dev.firstcome.coupon.fold.FoldPosition;
import dev.firstcome.coupon.fold.FoldView;
import dev.firstcome.coupon.fold.LogBatch;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.fold.PartitionFold;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.Position;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.progress.Watermarks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private final Map<Long, Outcome> outcomes;
    private final Random random;
    private final Map<Long, CouponResult> acknowledged = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();
    private @Nullable IssueProgress progress;
    private @Nullable PartitionIssuer issuer;
    private long epoch;
    private long applied = -1;
    private long committed = -1;
    private int failuresLeft;
    private int failures;

    DisturbedWorld(int partition, List<LogEntry> log, Map<Long, Outcome> outcomes, Random random, int failures) {
        this.partition = partition;
        this.log = log;
        this.outcomes = outcomes;
        this.random = random;
        this.failuresLeft = failures;
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
        return failures;
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

    private boolean fails() {
        boolean strikes = failuresLeft > 0 && random.nextInt(3) == 0;
        if (strikes) {
            failuresLeft--;
            failures++;
        }
        return strikes;
    }

    private static RuntimeException away(String what) {
        return new IllegalStateException(what + " is away");
    }

    // The fold.

    @Override
    public synchronized FoldAnswer apply(LogBatch batch) {
        if (fails()) {
            switch (random.nextInt(3)) {
                case 0 -> throw away("Redis");
                case 1 -> {
                    take(batch);
                    throw away("Redis, after the call");
                }
                default ->
                    applied = applied < 0
                            ? -1
                            : log.get(random.nextInt(log.size())).offset() % (applied + 1);
            }
        }
        return take(batch);
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
        }
        applied = Math.max(applied, batch.entries().getLast().offset());
        return new FoldAnswer.Applied(batch.entries().stream()
                .map(entry -> outcomes.getOrDefault(entry.offset(), new Outcome(Outcome.Code.INVALID, 0, 0)))
                .toList());
    }

    @Override
    public synchronized Optional<FoldPosition> position(int asked) {
        if (fails()) {
            throw away("Redis");
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
    public FoldView look(int asked, long live, long offset, UUID campaignId, @Nullable UUID userId) {
        throw new IllegalStateException("an issuer does not look");
    }

    // Kafka.

    @Override
    public CompletableFuture<Void> results(int from, List<LogEntry> entries, List<Outcome> decided) {
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            CouponResult result = Results.of(from, entries.get(i), decided.get(i));
            sent.add(later(() -> acknowledge(result)));
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new));
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
                    .filter(this::hasResult)
                    .filter(entry -> !acknowledged.containsKey(entry.offset()))
                    .forEach(entry ->
                            broken.add("%d is published before %d".formatted(next.published(), entry.offset())));
            if (progress == null || progress.published() < next.published() || progress.epoch() < next.epoch()) {
                progress = new IssueProgress(
                        TOPIC, partition, Math.max(next.published(), publishedNow()), next.epoch(), next.floor());
            }
        });
    }

    boolean hasResult(LogEntry entry) {
        Outcome outcome = outcomes.get(entry.offset());
        return outcome != null && Results.of(partition, entry, outcome) != null;
    }

    /** Acknowledged by another thread some time later, or never. */
    private CompletableFuture<Void> later(Runnable effect) {
        boolean lost;
        synchronized (this) {
            lost = random.nextInt(200) == 0 && fails();
        }
        return CompletableFuture.runAsync(() -> {
            if (lost) {
                throw away("Kafka");
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
    public Position append(int to, CouponRecord record) {
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
        List<LogEntry> rest =
                log.stream().filter(entry -> entry.offset() >= offset).toList();
        for (int from = 0; from < rest.size(); ) {
            int to = Math.min(rest.size(), from + 1 + random.nextInt(150));
            Objects.requireNonNull(issuer).deliver(new Delivery(generation, rest.subList(from, to)));
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
