package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.partitionstate.DeferredRequest;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.recovery.LogCursor;
import dev.firstcome.coupon.recovery.RecoveryPlan;
import dev.firstcome.coupon.result.ResultPublisher;
import dev.firstcome.coupon.retention.LowWatermark;
import dev.firstcome.coupon.retention.LowWatermarkTracker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the decisions of a partition in log order. For each batch, the results are acknowledged before its progress
 * is sent, and the progress is acknowledged before its offset is committed. Progress of a batch follows all earlier
 * batches.
 */
final class ResultPublishingPipeline {
    private static final Logger log = LoggerFactory.getLogger(ResultPublishingPipeline.class);

    private final int partition;
    private final LogCursor cursor;
    private final LowWatermarkTracker lowWatermark;
    private final ResultPublisher publisher;
    private final RequestLog requestLog;
    private final IssuingProperties properties;
    private final Semaphore permits;
    private final Counter[] decisions;
    private CompletableFuture<Void> tail = CompletableFuture.completedFuture(null);
    private volatile long publishedLowWatermark;
    private volatile long published;

    ResultPublishingPipeline(
            int partition,
            LogCursor cursor,
            LowWatermarkTracker lowWatermark,
            ResultPublisher publisher,
            RequestLog requestLog,
            IssuingProperties properties,
            MeterRegistry meters) {
        this.partition = partition;
        this.cursor = cursor;
        this.lowWatermark = lowWatermark;
        this.publisher = publisher;
        this.requestLog = requestLog;
        this.properties = properties;
        this.permits = new Semaphore(properties.batchesInFlight());
        this.decisions = Arrays.stream(Outcome.Code.values())
                .map(code -> meters.counter("firstcome.coupon.decisions", "outcome", code.name()))
                .toArray(Counter[]::new);
    }

    long published() {
        return published;
    }

    /**
     * Publishes the progress of the plan, unless the topic already contains it, and waits for the acknowledgement. Also
     * commits it: the previous owner may have crashed before its commit, and no later record may follow.
     */
    void start(RecoveryPlan.Start plan, @Nullable IssueProgress known) {
        tail = CompletableFuture.completedFuture(null);
        published = plan.published();
        publishedLowWatermark = plan.lowWatermark();
        if (known == null || known.published() < published || known.epoch() < plan.epoch()) {
            await(publisher.publishProgress(progress(published, plan.epoch())));
        }
        cursor.commit(published + 1);
    }

    boolean isFlushed() {
        return tail.isDone();
    }

    /** Publishes the new live epoch and waits for the acknowledgement. The pipeline must be flushed. */
    void switchEpoch(long epoch) {
        await(publisher.publishProgress(progress(published, epoch)));
    }

    /**
     * Publishes the results of a batch that was just applied, after waiting for a free slot of the batches in flight.
     * Records that were already published are skipped.
     */
    void publish(List<LogEntry> entries, List<Outcome> outcomes, long epoch) throws InterruptedException {
        acquirePermit();
        int first = 0;
        while (first < entries.size() && entries.get(first).offset() <= published) {
            first++;
        }
        List<Outcome> decided = outcomes.subList(first, outcomes.size());
        count(decided);
        CompletableFuture<Void> results =
                publisher.publishResults(partition, entries.subList(first, entries.size()), decided);
        long last = entries.getLast().offset();
        tail = tail.thenCombine(results, (earlier, these) -> last)
                .thenCompose(offset -> onResultsAcknowledged(offset, epoch))
                .whenComplete((done, failure) -> permits.release());
    }

    /** Publishes one step of the deferred requests that a record decided. The last step also publishes the progress. */
    void publishDeferred(LogEntry by, List<DeferredRequest> requests, List<Outcome> outcomes, long epoch, boolean last)
            throws InterruptedException {
        acquirePermit();
        boolean isPublished = by.offset() <= published;
        List<Outcome> decided = isPublished ? List.of() : outcomes;
        count(decided);
        CompletableFuture<Void> results =
                publisher.publishDeferredResults(partition, by, isPublished ? List.of() : requests, decided);
        tail = tail.thenCombine(results, (earlier, these) -> by.offset())
                .thenCompose(
                        offset -> last ? onResultsAcknowledged(offset, epoch) : CompletableFuture.completedFuture(null))
                .whenComplete((done, failure) -> permits.release());
    }

    /** Increments each counter once per batch: with exemplars, an increment costs more than a decision. */
    private void count(List<Outcome> decided) {
        int[] counts = new int[decisions.length];
        for (Outcome outcome : decided) {
            counts[outcome.code().ordinal()]++;
        }
        for (int code = 0; code < counts.length; code++) {
            if (counts[code] > 0) {
                decisions[code].increment(counts[code]);
            }
        }
    }

    private void acquirePermit() throws InterruptedException {
        Duration timeout = properties.acknowledgeWithin();
        if (!permits.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("results were not acknowledged within " + timeout);
        }
    }

    private CompletableFuture<Void> onResultsAcknowledged(long last, long epoch) {
        if (last <= published) {
            return CompletableFuture.completedFuture(null);
        }
        return publisher.publishProgress(progress(last, epoch)).thenRun(() -> {
            published = last;
            cursor.commit(last + 1);
        });
    }

    /** Throws the failure of an earlier batch, if there is one. */
    void check() {
        if (tail.isCompletedExceptionally()) {
            await(tail);
        }
    }

    /** Waits until all batches are acknowledged or have failed, or the timeout expires. */
    void flush(Duration timeout) {
        try {
            tail.handle((done, failure) -> true).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException notAcknowledged) {
            log.warn("partition {}: results are not acknowledged after {}", partition, timeout);
        }
    }

    private void await(CompletableFuture<Void> sent) {
        try {
            sent.get(properties.acknowledgeWithin().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while publishing", interrupted);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("results were not acknowledged: " + failure.getMessage(), failure);
        }
    }

    /** Publishes an advanced low watermark if no batch is in flight. */
    void publishLowWatermark(long epoch) {
        if (tail.isDone()
                && !tail.isCompletedExceptionally()
                && lowWatermark.at(published).offset() > publishedLowWatermark) {
            tail = publisher.publishProgress(progress(published, epoch));
        }
    }

    private IssueProgress progress(long last, long epoch) {
        LowWatermark current = lowWatermark.at(last);
        publishedLowWatermark = current.offset();
        return new IssueProgress(requestLog.topicId(), partition, last, epoch, current.offset(), current.timeMillis());
    }
}
