package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.fold.Floor;
import dev.firstcome.coupon.fold.FoldAnswer;
import dev.firstcome.coupon.fold.FoldPosition;
import dev.firstcome.coupon.fold.LogBatch;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.retention.PartitionRetention;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies one partition of the log, in its order, in a thread of its own. It may fail at any line: whatever went wrong,
 * it finds out again where to begin ({@link Recovery}) and goes on, so a failure of its Redis master stops this
 * partition only, and only for as long as it lasts.
 *
 * <p>Order of each batch: the fold, then the results' acknowledgement, then the progress's, then the commit. Later
 * batches may be applied while earlier ones wait for their acknowledgements; progress never overtakes results.
 */
public final class PartitionIssuer implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(PartitionIssuer.class);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final long PAUSE_MIN_MILLIS = 50;
    private static final long PAUSE_MAX_MILLIS = 1_000;
    private static final Duration HELD_LOOK = Duration.ofMillis(20);

    /**
     * About what a call of the script takes. So much is a reserve: whoever is paused is not in the fetch that is under way, and
     * has to wait until that ends. More of it fills the heap with what does not die young.
     */
    private static final long BYTES_WAITING_MAX = 512 * 1024;

    /** Longer than the consumer takes to bring more, where there is more. */
    private static final Duration BEHIND_FOR = Duration.ofMillis(250);

    private final int partition;
    private final IssuingParts parts;
    private final LogCursor cursor;
    private final Publication publication;
    private final FanOuts fanOuts;
    private final Openings openings;
    private final PartitionRetention retention;
    private final Deliveries deliveries = new Deliveries();
    private final Queue<Interlude> interludes = new ConcurrentLinkedQueue<>();

    private int generation;
    private long epoch;
    private long applied;
    private OptionalLong predecessor = OptionalLong.empty();
    private long floorTime;
    private long probeAt;
    private long pauseMillis = PAUSE_MIN_MILLIS;

    /** Records of the delivery that is being applied. */
    private volatile int atWork;

    /** When it last had half a call of records at once. */
    private volatile long behindAt = System.nanoTime() - BEHIND_FOR.toNanos();

    private volatile boolean closed;
    private volatile PartitionState state = new PartitionState.Starting("assigned");

    public PartitionIssuer(int partition, IssuingParts parts, LogCursor cursor) {
        this.partition = partition;
        this.parts = parts;
        this.cursor = cursor;
        this.retention = new PartitionRetention(partition, parts.retention());
        this.publication = new Publication(partition, parts, cursor, retention.floors());
        this.fanOuts = new FanOuts(partition, parts, publication::publishHeld);
        this.openings = new Openings(partition, parts);
    }

    /** Hands over records of a poll; never blocks. */
    public void deliver(Delivery delivery) {
        deliveries.add(delivery);
    }

    /** Whether so much waits, beside what is applied now, that nothing more is to be fetched. */
    public boolean hasEnough() {
        return deliveries.bytes() >= BYTES_WAITING_MAX;
    }

    /**
     * Whether it works and has half a call of records to apply yet, more than comes together by chance, or had just now: what
     * follows may be on its way from the log.
     */
    public boolean isBehind() {
        boolean much = atWork + deliveries.records() >= parts.properties().recordsPerCall() / 2;
        return state instanceof PartitionState.Running && (much || System.nanoTime() - behindAt < BEHIND_FOR.toNanos());
    }

    public PartitionState state() {
        return state;
    }

    /** Begins again from what is known then; for a log that could not be read on. */
    public void startOver() {
        deliver(new Delivery(Integer.MAX_VALUE, List.of(), 0));
    }

    /** Does this work between two batches; never blocks. */
    public void interlude(Interlude work) {
        interludes.add(work);
        deliver(Delivery.WAKING);
    }

    /** Takes no more work. */
    public void close() {
        closed = true;
    }

    /** Waits until what was applied is published, at most this long. */
    public void settle(Duration atMost) {
        publication.settle(atMost);
    }

    @Override
    public void run() {
        while (!closed && !(state instanceof PartitionState.Stopped)) {
            try {
                begin();
                while (!closed && !(state instanceof PartitionState.Stopped)) {
                    step();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException failed) { // the one place where a partition's failures end: it begins again
                again(failed);
            }
        }
    }

    private void again(RuntimeException failed) {
        if (!closed) {
            log.warn("partition {} begins again: {}", partition, failed.toString());
            log.debug("the reason", failed);
            state = new PartitionState.Starting(failed.toString());
            parts.meters().counter("firstcome.coupon.restarts").increment();
            long pause = ThreadLocalRandom.current().nextLong(pauseMillis / 2, pauseMillis + 1);
            pauseMillis = Math.min(2 * pauseMillis, PAUSE_MAX_MILLIS);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
        }
    }

    private void begin() throws InterruptedException {
        generation++;
        publication.settle(parts.properties().acknowledgeWithin());
        parts.watermarks().catchUp(ASK);
        LogBounds bounds = cursor.bounds(ASK);
        IssueProgress progress = parts.watermarks().of(partition);
        Recovery plan = Recovery.plan(
                bounds, progress, parts.fold().position(partition), parts.log().topicId());
        switch (plan) {
            case Recovery.Refuse(String reason) -> stop(reason);
            case Recovery.Begin begin -> {
                Long time = progress == null ? null : progress.floorTimeMillis();
                floorTime = time == null ? 0 : time;
                retention.begin(begin.epoch(), new Floor(begin.floor(), floorTime), bounds.end());
                publication.begin(begin, progress);
                epoch = begin.epoch();
                predecessor = begin.predecessor();
                applied = begin.start() - 1;
                openings.begin(epoch, bounds.end());
                deliveries.clear();
                cursor.seek(begin.start(), generation);
                running();
                log.info("partition {} begins at {} of {} in epoch {}", partition, begin.start(), bounds.end(), epoch);
            }
        }
    }

    private void step() throws InterruptedException {
        publication.check();
        carryOut(interludes.poll());
        waitWhileHeld();
        Delivery next = deliveries.take(
                openings.millisToNext(parts.properties().probeEvery()),
                parts.properties().recordsPerCall());
        if (next == null) {
            idle();
            return;
        }
        cursor.taken();
        if (next.generation() == Integer.MAX_VALUE) {
            throw new IllegalStateException("the log could not be read on");
        }
        waitWhileHeld(); // issuing may have been closed since it began to wait for these
        if (next.generation() == generation && !closed) {
            applyAll(next.entries());
        }
        lookAfter();
    }

    /** What is to be done from time to time, whether records come or not. */
    private void lookAfter() {
        openings.appendDue(applied);
        retention.tend(applied, publication.published());
        publication.tellFloor(epoch);
    }

    /** Another epoch that is live afterwards is written down before anything that is decided in it. */
    private void carryOut(@Nullable Interlude work) throws InterruptedException {
        if (work == null) {
            return;
        }
        publication.settle(parts.properties().acknowledgeWithin());
        publication.check();
        if (!publication.isSettled()) {
            throw new IllegalStateException("results are still on their way");
        }
        long live = work.run(epoch, applied);
        if (live != epoch) {
            publication.goOnIn(live);
            openings.goOnIn(live);
            retention.goOnIn(live);
            log.info("partition {} goes on at {} in epoch {}", partition, applied, live);
            epoch = live;
        }
        running();
        work.ended(live);
    }

    /**
     * While issuing is held nothing is taken, so the consumer keeps the partition paused; the state is looked at as ever,
     * and no campaign is opened or closed, whose records would only wait.
     */
    private boolean isHeld() {
        Optional<IssuingHold.Held> held = parts.hold().now();
        if (held.isEmpty()) {
            if (state instanceof PartitionState.Held) {
                running();
            }
            return false;
        }
        state = new PartitionState.Held(held.get().reason(), epoch, applied);
        if (isTimeToProbe()) {
            probe();
        }
        LockSupport.parkNanos(HELD_LOOK.toNanos());
        return true;
    }

    private void waitWhileHeld() throws InterruptedException {
        while (!closed && isHeld()) {
            publication.check();
            carryOut(interludes.poll());
        }
    }

    private void applyAll(List<LogEntry> entries) throws InterruptedException {
        atWork = entries.size();
        try {
            apply(entries);
        } finally {
            if (atWork >= parts.properties().recordsPerCall() / 2) {
                behindAt = System.nanoTime();
            }
            atWork = 0;
        }
    }

    private void apply(List<LogEntry> entries) throws InterruptedException {
        List<LogEntry> rest = entries;
        while (!rest.isEmpty() && state instanceof PartitionState.Running) {
            LogBatch batch = new LogBatch(partition, epoch, parts.log().topicId(), predecessor, floorTime, rest);
            FoldAnswer answer = parts.meters()
                    .timer("firstcome.coupon.fold.call")
                    .record(() -> parts.fold().apply(batch));
            int done = applied(rest, answer);
            rest = rest.subList(done, rest.size());
        }
    }

    /** How many of the records are applied now. */
    private int applied(List<LogEntry> entries, FoldAnswer answer) throws InterruptedException {
        LogEntry first = entries.getFirst();
        switch (answer) {
            case FoldAnswer.Applied(var outcomes) -> {
                List<LogEntry> done = entries.subList(0, outcomes.size());
                applied(done);
                publication.publish(done, outcomes, epoch);
                return done.size();
            }
            case FoldAnswer.FanOut found -> {
                FoldAnswer last = fanOuts.apply(first, found, epoch, predecessor);
                if (last instanceof FoldAnswer.Applied) {
                    applied(List.of(first));
                } else {
                    failed(last);
                }
            }
            default -> failed(answer);
        }
        return 1;
    }

    private void applied(List<LogEntry> entries) {
        applied = entries.getLast().offset();
        predecessor = OptionalLong.of(applied);
        openings.applied(entries);
        retention.applied(entries);
        running();
    }

    /** Nothing was applied: begin again, or stop. */
    private void failed(FoldAnswer answer) {
        switch (answer) {
            case FoldAnswer.Applied _, FoldAnswer.FanOut _ ->
                throw new IllegalStateException("the fold went on where it should have ended: " + answer);
            case FoldAnswer.OtherRequests() ->
                throw new IllegalStateException("OTHER: the state has other held requests than it had");
            case FoldAnswer.Gap() -> throw new IllegalStateException("GAP: the state lost what was applied");
            case FoldAnswer.OtherEpoch() -> throw new IllegalStateException("EPOCH: another epoch is live");
            case FoldAnswer.Stale(long offset) ->
                throw new IllegalStateException("STALE: the outcome of %d was dropped".formatted(offset));
            case FoldAnswer.Fork(long at) ->
                stop("FORK: the state stands at %d, which is not in the log".formatted(at));
            case FoldAnswer.OtherTopic(String id) -> stop("the state was made from topic " + id);
            case FoldAnswer.UnknownRules(long offset) ->
                stop("UNKNOWN_RULES: record %d needs rules that this version does not have".formatted(offset));
        }
    }

    /** Nothing to apply: look whether the state is still there, and whether a campaign is to be opened or closed. */
    private void idle() {
        lookAfter();
        if (isTimeToProbe()) {
            probe();
            openings.look();
            running();
        }
    }

    private boolean isTimeToProbe() {
        long now = System.nanoTime();
        boolean due = now - probeAt >= parts.properties().probeEvery().toNanos();
        if (due) {
            probeAt = now;
        }
        return due;
    }

    private void probe() {
        Optional<FoldPosition> position = parts.fold().position(partition);
        boolean whole = position.isPresent()
                && position.get().epoch() == epoch
                && position.get().applied() >= applied;
        if (predecessor.isPresent() && !whole) { // without a predecessor nothing was applied in this epoch yet
            throw new IllegalStateException("the state lost what was applied: " + position);
        }
    }

    private void running() {
        pauseMillis = PAUSE_MIN_MILLIS;
        state = new PartitionState.Running(epoch, applied, publication.published());
    }

    private void stop(String reason) {
        log.error("partition {} is stopped and needs an operator: {}", partition, reason);
        parts.meters().counter("firstcome.coupon.stopped").increment();
        state = new PartitionState.Stopped(reason);
    }
}
