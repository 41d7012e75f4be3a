package dev.firstcome.e2e.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Thread-safe counters and latency histograms of a rush, readable while it runs. Latencies are in microseconds. */
public final class RushTally {
    private static final long LATENCY_MAX_MICROS = Duration.ofMinutes(10).toNanos() / 1000;

    private final LongAdder arrived = new LongAdder();
    private final LongAdder inFlight = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder completed = new LongAdder();
    private final LongAdder issued = new LongAdder();
    private final LongAdder finishedUsers = new LongAdder();
    private final LongAdder unknownEffects = new LongAdder();
    private final Queue<String> acceptedIds = new ConcurrentLinkedQueue<>();
    private final ConcurrentMap<String, LongAdder> rejected = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongAdder> retryableAnswers = new ConcurrentHashMap<>();
    private final ConcurrentHistogram acceptLatency = new ConcurrentHistogram(LATENCY_MAX_MICROS, 3);
    private final ConcurrentHistogram outcomeLatency = new ConcurrentHistogram(LATENCY_MAX_MICROS, 3);

    void recordArrival() {
        arrived.increment();
    }

    void recordSent() {
        inFlight.increment();
    }

    void recordAnswered() {
        inFlight.decrement();
    }

    void recordAccepted(String requestId, long nanos) {
        acceptedIds.add(requestId);
        accepted.increment();
        acceptLatency.recordValue(micros(nanos));
    }

    /** Records the full wait as the latency of a request that was neither accepted nor refused. */
    void recordNeverAccepted(long nanos) {
        acceptLatency.recordValue(micros(nanos));
    }

    void recordRefused(String code) {
        refused.computeIfAbsent(code, any -> new LongAdder()).increment();
    }

    void recordRetryable(String code) {
        retryableAnswers.computeIfAbsent(code, any -> new LongAdder()).increment();
    }

    void recordUnknownEffect() {
        unknownEffects.increment();
    }

    void recordIssued(long nanos) {
        completed.increment();
        issued.increment();
        outcomeLatency.recordValue(micros(nanos));
    }

    void recordRejected(String reason, long nanos) {
        completed.increment();
        rejected.computeIfAbsent(reason, any -> new LongAdder()).increment();
        outcomeLatency.recordValue(micros(nanos));
    }

    /** Records the full wait as the latency of an accepted request without a final state. */
    void recordNoOutcome(long nanos) {
        outcomeLatency.recordValue(micros(nanos));
    }

    void recordUserFinished() {
        finishedUsers.increment();
    }

    private static long micros(long nanos) {
        return Math.clamp(nanos / 1000, 0, LATENCY_MAX_MICROS);
    }

    /** Users whose arrival time has passed. */
    public long arrived() {
        return arrived.sum();
    }

    /** Requests that were sent and have no answer yet. */
    public long inFlight() {
        return inFlight.sum();
    }

    /** Requests answered 202. */
    public long accepted() {
        return accepted.sum();
    }

    /** The ids of the requests answered 202, in the order of their answers. */
    public List<String> acceptedIds() {
        return List.copyOf(acceptedIds);
    }

    /** Accepted requests whose final state the user has seen. */
    public long completed() {
        return completed.sum();
    }

    /** Accepted requests whose final state the user has not seen yet. */
    public long awaitingOutcome() {
        return accepted() - completed();
    }

    public long issued() {
        return issued.sum();
    }

    /** Users whose session has ended, with any outcome. */
    public long finishedUsers() {
        return finishedUsers.sum();
    }

    /** Attempts of a request that failed with an unknown effect. */
    public long unknownEffects() {
        return unknownEffects.sum();
    }

    /** Accepted requests that were rejected, by reason. */
    public Map<String, Long> rejected() {
        return sums(rejected);
    }

    /** Attempts that the gateway or the service refused, by code; one user may be refused more than once. */
    public Map<String, Long> refused() {
        return sums(refused);
    }

    /** Calls of any kind that were answered 429 or 5xx or not at all, by code. */
    public Map<String, Long> retryableAnswers() {
        return sums(retryableAnswers);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }

    /** The time from the intended send time of a request until its acceptance, in microseconds. */
    public Histogram acceptLatency() {
        return acceptLatency.copy();
    }

    /** The time from the acceptance until the user saw the final state, in microseconds. */
    public Histogram outcomeLatency() {
        return outcomeLatency.copy();
    }
}
