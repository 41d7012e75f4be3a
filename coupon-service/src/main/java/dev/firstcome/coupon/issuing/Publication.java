package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.fold.Floor;
import dev.firstcome.coupon.fold.HeldRequest;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.retention.FloorKeeper;
import io.micrometer.core.instrument.Counter;
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
 * Publishes what a partition's issuer decided, in its order: a batch's results are acknowledged, then its progress, then
 * its offset is committed, and a batch's progress is sent only after all batches before it.
 */
final class Publication {
    private static final Logger log = LoggerFactory.getLogger(Publication.class);

    private final int partition;
    private final IssuingParts parts;
    private final LogCursor cursor;
    private final Semaphore room;
    private final Counter[] decisions;

    private CompletableFuture<Void> tail = CompletableFuture.completedFuture(null);
    private final FloorKeeper floors;
    private volatile long floorTold;
    private volatile long published;

    Publication(int partition, IssuingParts parts, LogCursor cursor, FloorKeeper floors) {
        this.partition = partition;
        this.floors = floors;
        this.parts = parts;
        this.cursor = cursor;
        this.room = new Semaphore(parts.properties().batchesInFlight());
        this.decisions = Arrays.stream(Outcome.Code.values())
                .map(code -> parts.meters().counter("firstcome.coupon.decisions", "outcome", code.name()))
                .toArray(Counter[]::new);
    }

    long published() {
        return published;
    }

    /**
     * Writes down what is published before the first call, where the topic does not say so yet, and waits for it. Commits
     * it too: the owner before may have died between the two, and where no record follows nobody else would.
     */
    void begin(Recovery.Begin begin, @Nullable IssueProgress known) {
        tail = CompletableFuture.completedFuture(null);
        published = begin.published();
        floorTold = begin.floor();
        if (known == null || known.published() < published || known.epoch() < begin.epoch()) {
            await(parts.publisher().progress(progress(published, begin.epoch())));
        }
        cursor.commit(published + 1);
    }

    boolean isSettled() {
        return tail.isDone();
    }

    /** Writes down that another epoch is live, and waits for it. Nothing may be on its way. */
    void goOnIn(long epoch) {
        await(parts.publisher().progress(progress(published, epoch)));
    }

    /**
     * Sends the results of a batch that was just applied, once there is room for another batch in flight. What was
     * published before is not sent again.
     */
    void publish(List<LogEntry> entries, List<Outcome> outcomes, long epoch) throws InterruptedException {
        awaitRoom();
        int first = 0;
        while (first < entries.size() && entries.get(first).offset() <= published) {
            first++;
        }
        List<Outcome> decided = outcomes.subList(first, outcomes.size());
        count(decided);
        CompletableFuture<Void> results =
                parts.publisher().results(partition, entries.subList(first, entries.size()), decided);
        long last = entries.getLast().offset();
        tail = tail.thenCombine(results, (earlier, these) -> last)
                .thenCompose(offset -> acknowledged(offset, epoch))
                .whenComplete((done, failed) -> room.release());
    }

    /** As {@link #publish}, of some of the held requests that a record decided; its progress is sent with the last. */
    void publishHeld(LogEntry by, List<HeldRequest> requests, List<Outcome> outcomes, long epoch, boolean last)
            throws InterruptedException {
        awaitRoom();
        boolean again = by.offset() <= published;
        List<Outcome> decided = again ? List.of() : outcomes;
        count(decided);
        CompletableFuture<Void> results = parts.publisher().held(partition, by, again ? List.of() : requests, decided);
        tail = tail.thenCombine(results, (earlier, these) -> by.offset())
                .thenCompose(offset -> last ? acknowledged(offset, epoch) : CompletableFuture.completedFuture(null))
                .whenComplete((done, failed) -> room.release());
    }

    /** Once a batch: a counter that may keep an example of each increment costs more than the decision. */
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

    private void awaitRoom() throws InterruptedException {
        Duration atMost = parts.properties().acknowledgeWithin();
        if (!room.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("results were not acknowledged within " + atMost);
        }
    }

    private CompletableFuture<Void> acknowledged(long last, long epoch) {
        if (last <= published) {
            return CompletableFuture.completedFuture(null);
        }
        return parts.publisher().progress(progress(last, epoch)).thenRun(() -> {
            published = last;
            cursor.commit(last + 1);
        });
    }

    /** Fails if anything that was sent has failed. */
    void check() {
        if (tail.isCompletedExceptionally()) {
            await(tail);
        }
    }

    /** Waits until all that was sent is acknowledged or has failed, at most this long. */
    void settle(Duration atMost) {
        try {
            tail.handle((done, failed) -> true).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            log.warn("partition {}: results are still on their way after {}", partition, atMost);
        }
    }

    private void await(CompletableFuture<Void> sent) {
        try {
            sent.get(parts.properties().acknowledgeWithin().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while publishing", stopped);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("results were not acknowledged: " + failed.getMessage(), failed);
        }
    }

    /** Writes down a floor that has risen while nothing else is on its way. */
    void tellFloor(long epoch) {
        if (tail.isDone()
                && !tail.isCompletedExceptionally()
                && floors.at(published).offset() > floorTold) {
            tail = parts.publisher().progress(progress(published, epoch));
        }
    }

    private IssueProgress progress(long last, long epoch) {
        Floor floor = floors.at(last);
        floorTold = floor.offset();
        return new IssueProgress(parts.log().topicId(), partition, last, epoch, floor.offset(), floor.timeMillis());
    }
}
