package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.issuercontrol.BetweenBatchesTask;
import dev.firstcome.coupon.issuercontrol.IssuerState;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.partitionstate.ApplyResult;
import dev.firstcome.coupon.partitionstate.StatePosition;
import dev.firstcome.coupon.recovery.LogBounds;
import dev.firstcome.coupon.recovery.RecoveryPlan;
import dev.firstcome.coupon.recovery.RecoveryPlanner;
import dev.firstcome.coupon.retention.LowWatermark;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies one partition of the log in order, on a thread of its own. After any failure it determines its start position
 * again ({@link RecoveryPlan}) and continues. The failure of a Redis master therefore affects only its partitions, and
 * only until it is available again.
 *
 * <p>Order of each batch: state, results, acknowledgements, progress, commit. Subsequent batches may be applied while
 * earlier ones wait for acknowledgements. Progress never overtakes results.
 */
public final class PartitionIssuer implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(PartitionIssuer.class);
    private static final Duration PAUSE_POLL_INTERVAL = Duration.ofMillis(20);

    /** Longer than the consumer needs for the next records of a backlog. */
    private static final Duration BEHIND_GRACE_PERIOD = Duration.ofMillis(250);

    private final PartitionInput input;
    private final IssuingProperties properties;
    private final RecoveryPlanner recovery;
    private final BatchApplier applier;
    private final ResultPublishingPipeline pipeline;
    private final PartitionMaintenance maintenance;
    private final IssuerStatus status;
    private final Queue<BetweenBatchesTask> tasks = new ConcurrentLinkedQueue<>();
    private long epoch;
    private long applied;
    private OptionalLong predecessor = OptionalLong.empty();
    private long lowWatermarkMillis;
    private long probedAt;

    /** Number of records in the batch that is being applied. */
    private volatile int recordsInProgress;

    /** Time of the last batch with at least half of the records of a full call. */
    private volatile long behindAt = System.nanoTime() - BEHIND_GRACE_PERIOD.toNanos();

    private volatile boolean closed;

    PartitionIssuer(
            PartitionInput input,
            IssuingProperties properties,
            RecoveryPlanner recovery,
            BatchApplier applier,
            ResultPublishingPipeline pipeline,
            PartitionMaintenance maintenance,
            IssuerStatus status) {
        this.input = input;
        this.properties = properties;
        this.recovery = recovery;
        this.applier = applier;
        this.pipeline = pipeline;
        this.maintenance = maintenance;
        this.status = status;
    }

    /** Queues the records of a poll. Never blocks. */
    public void deliver(RecordBatch batch) {
        input.deliver(batch);
    }

    /** Whether the queue is full, so that the consumer should pause the partition. */
    public boolean isFull() {
        return input.isFull();
    }

    /**
     * Whether the issuer is running and has a backlog of at least half a call. Remains true for a short time, because
     * the next records of the backlog may be in flight.
     */
    public boolean isBehind() {
        boolean backlog = recordsInProgress + input.queuedRecords() >= properties.recordsPerCall() / 2;
        return status.isRunning() && (backlog || System.nanoTime() - behindAt < BEHIND_GRACE_PERIOD.toNanos());
    }

    public IssuerState state() {
        return status.state();
    }

    /** Restarts the issuer with a new recovery plan, after the consumer could not continue. */
    public void restart() {
        input.deliverFailure();
    }

    /** Runs the task between two batches. Never blocks. */
    public void runBetweenBatches(BetweenBatchesTask task) {
        tasks.add(task);
        deliver(RecordBatch.WAKE_UP);
    }

    /** Stops the issuer after the current batch. */
    public void close() {
        closed = true;
    }

    /** Waits until all applied records are published, or the timeout expires. */
    public void flush(Duration timeout) {
        pipeline.flush(timeout);
    }

    @Override
    public void run() {
        while (!closed && !status.isStopped()) {
            try {
                start();
                while (!closed && !status.isStopped()) {
                    step();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException failure) { // the only place that handles failures of a partition
                backOff(failure);
            }
        }
    }

    private void backOff(RuntimeException failure) {
        if (!closed) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(status.setRestarting(failure)));
        }
    }

    private void start() throws InterruptedException {
        pipeline.flush(properties.acknowledgeWithin());
        RecoveryPlanner.Recovery planned = recovery.plan(input.partition(), input.cursor());
        switch (planned.plan()) {
            case RecoveryPlan.Refuse(String reason) -> status.stop(reason);
            case RecoveryPlan.Start start -> start(start, planned.progress(), planned.bounds());
        }
    }

    private void start(RecoveryPlan.Start plan, @Nullable IssueProgress progress, LogBounds bounds) {
        Long time = progress == null ? null : progress.lowWatermarkTimeMillis();
        lowWatermarkMillis = time == null ? 0 : time;
        maintenance.start(plan.epoch(), new LowWatermark(plan.lowWatermark(), lowWatermarkMillis), bounds.end());
        pipeline.start(plan, progress);
        epoch = plan.epoch();
        predecessor = plan.predecessor();
        applied = plan.start() - 1;
        input.seek(plan.start());
        setRunning();
        log.info("partition {} starts at {} of {} in epoch {}", input.partition(), plan.start(), bounds.end(), epoch);
    }

    private void step() throws InterruptedException {
        pipeline.check();
        runTask(tasks.poll());
        waitWhilePaused();
        RecordBatch next = input.take(maintenance.millisUntilDue(properties.probeEvery()), properties.recordsPerCall());
        if (next == null) {
            idle();
            return;
        }
        waitWhilePaused(); // issuing may have been paused while this thread waited for records
        if (input.isCurrent(next) && !closed) {
            applyAll(next.entries());
        }
        runMaintenance();
    }

    private void runMaintenance() {
        maintenance.runIfDue(applied, pipeline.published());
        pipeline.publishLowWatermark(epoch);
    }

    /** Runs a task. A new live epoch is published before any decision of that epoch. */
    private void runTask(@Nullable BetweenBatchesTask task) throws InterruptedException {
        if (task == null) {
            return;
        }
        pipeline.flush(properties.acknowledgeWithin());
        pipeline.check();
        if (!pipeline.isFlushed()) {
            throw new IllegalStateException("results are not acknowledged yet");
        }
        long live = task.run(epoch, applied);
        if (live != epoch) {
            pipeline.switchEpoch(live);
            maintenance.switchEpoch(live);
            log.info("partition {} continues at {} in epoch {}", input.partition(), applied, live);
            epoch = live;
        }
        setRunning();
        task.complete(live);
    }

    /**
     * Updates the issuer state. During a pause no records are taken, so the consumer pauses the partition. The state is
     * still probed. Campaigns are not opened or closed, because their records would only be queued.
     */
    private boolean isPaused() {
        if (!status.isPaused(epoch, applied, pipeline.published())) {
            return false;
        }
        if (isProbeDue()) {
            probe();
        }
        LockSupport.parkNanos(PAUSE_POLL_INTERVAL.toNanos());
        return true;
    }

    private void waitWhilePaused() throws InterruptedException {
        while (!closed && isPaused()) {
            pipeline.check();
            runTask(tasks.poll());
        }
    }

    private void applyAll(List<LogEntry> entries) throws InterruptedException {
        recordsInProgress = entries.size();
        try {
            apply(entries);
        } finally {
            if (recordsInProgress >= properties.recordsPerCall() / 2) {
                behindAt = System.nanoTime();
            }
            recordsInProgress = 0;
        }
    }

    private void apply(List<LogEntry> entries) throws InterruptedException {
        List<LogEntry> rest = entries;
        while (!rest.isEmpty() && status.isRunning()) {
            ApplyResult answer = applier.apply(rest, epoch, predecessor, lowWatermarkMillis);
            int count = process(rest, answer);
            rest = rest.subList(count, rest.size());
        }
    }

    /** Processes the answer and returns the number of records that are applied. */
    private int process(List<LogEntry> entries, ApplyResult answer) throws InterruptedException {
        LogEntry first = entries.getFirst();
        switch (answer) {
            case ApplyResult.Applied(var outcomes) -> {
                List<LogEntry> decided = entries.subList(0, outcomes.size());
                onApplied(decided);
                pipeline.publish(decided, outcomes, epoch);
                return decided.size();
            }
            case ApplyResult.FanOut fanOut -> {
                ApplyResult last = applier.drain(first, fanOut, epoch, predecessor);
                if (last instanceof ApplyResult.Applied) {
                    onApplied(List.of(first));
                } else {
                    onNotApplied(last);
                }
            }
            default -> onNotApplied(answer);
        }
        return 1;
    }

    private void onApplied(List<LogEntry> entries) {
        applied = entries.getLast().offset();
        predecessor = OptionalLong.of(applied);
        maintenance.onApplied(entries);
        setRunning();
    }

    /** Restarts or stops the issuer, because the state did not apply the records. */
    private void onNotApplied(ApplyResult answer) {
        switch (answer) {
            case ApplyResult.Applied _, ApplyResult.FanOut _ ->
                throw new IllegalStateException("unexpected answer to the last step of a record: " + answer);
            case ApplyResult.OtherRequests() ->
                throw new IllegalStateException("OTHER: the deferred requests in the state have changed");
            case ApplyResult.Gap() -> throw new IllegalStateException("GAP: the state lost applied records");
            case ApplyResult.OtherEpoch() -> throw new IllegalStateException("EPOCH: another epoch is live");
            case ApplyResult.Stale(long offset) ->
                throw new IllegalStateException("STALE: the outcome of offset %d was purged".formatted(offset));
            case ApplyResult.Fork(long at) ->
                status.stop("FORK: the state ends at offset %d, which is not in the log".formatted(at));
            case ApplyResult.OtherTopic(String id) -> status.stop("the state was built from topic " + id);
            case ApplyResult.UnknownRules(long offset) ->
                status.stop(
                        "UNKNOWN_RULES: record %d requires rules that this version does not support".formatted(offset));
        }
    }

    /** Without records, probes the state and refreshes the schedule of campaigns. */
    private void idle() {
        runMaintenance();
        if (isProbeDue()) {
            probe();
            maintenance.refresh();
            setRunning();
        }
    }

    private boolean isProbeDue() {
        long now = System.nanoTime();
        boolean due = now - probedAt >= properties.probeEvery().toNanos();
        if (due) {
            probedAt = now;
        }
        return due;
    }

    private void probe() {
        Optional<StatePosition> position = applier.position();
        boolean isIntact = position.isPresent()
                && position.get().epoch() == epoch
                && position.get().applied() >= applied;
        if (predecessor.isPresent() && !isIntact) { // without a predecessor, nothing was applied in this epoch yet
            throw new IllegalStateException("the state lost applied records: " + position);
        }
    }

    private void setRunning() {
        status.setRunning(epoch, applied, pipeline.published());
    }
}
