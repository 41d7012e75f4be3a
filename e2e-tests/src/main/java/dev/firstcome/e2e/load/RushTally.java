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

/** What has happened so far in a rush; may be read while it runs. Latencies in microseconds. */
public final class RushTally {
    private static final long LONGEST_MICROS = Duration.ofMinutes(10).toNanos() / 1000;

    private final LongAdder arrived = new LongAdder();
    private final LongAdder asking = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder issued = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final Queue<String> acceptedIds = new ConcurrentLinkedQueue<>();
    private final ConcurrentMap<String, LongAdder> rejected = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongAdder> putOff = new ConcurrentHashMap<>();
    private final ConcurrentHistogram acceptLatency = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final ConcurrentHistogram outcomeLatency = new ConcurrentHistogram(LONGEST_MICROS, 3);

    void arrive() {
        arrived.increment();
    }

    void ask() {
        asking.increment();
    }

    void asked() {
        asking.decrement();
    }

    void accept(String requestId, long nanos) {
        acceptedIds.add(requestId);
        accepted.increment();
        acceptLatency.recordValue(micros(nanos));
    }

    /** A request that was neither accepted nor refused in the end counts as the whole time that was waited for it. */
    void neverAccepted(long nanos) {
        acceptLatency.recordValue(micros(nanos));
    }

    void refuse(String code) {
        refused.computeIfAbsent(code, any -> new LongAdder()).increment();
    }

    void putOff(String code) {
        putOff.computeIfAbsent(code, any -> new LongAdder()).increment();
    }

    void answerLost() {
        unknown.increment();
    }

    void issue(long nanos) {
        answered.increment();
        issued.increment();
        outcomeLatency.recordValue(micros(nanos));
    }

    void reject(String reason, long nanos) {
        answered.increment();
        rejected.computeIfAbsent(reason, any -> new LongAdder()).increment();
        outcomeLatency.recordValue(micros(nanos));
    }

    /** An accepted request without an answer counts as the whole time that was waited for it. */
    void neverAnswered(long nanos) {
        outcomeLatency.recordValue(micros(nanos));
    }

    void end() {
        ended.increment();
    }

    private static long micros(long nanos) {
        return Math.clamp(nanos / 1000, 0, LONGEST_MICROS);
    }

    /** Users whose moment has come. */
    public long arrived() {
        return arrived.sum();
    }

    /** Requests on their way, not answered in any way yet. */
    public long asking() {
        return asking.sum();
    }

    /** Requests answered 202. */
    public long accepted() {
        return accepted.sum();
    }

    /** The ids of the requests answered 202, in the order in which their answers came. */
    public List<String> acceptedIds() {
        return List.copyOf(acceptedIds);
    }

    /** Accepted requests whose final state was seen. */
    public long answered() {
        return answered.sum();
    }

    /** Accepted requests still without a final answer: work in flight. */
    public long waiting() {
        return accepted() - answered();
    }

    public long issued() {
        return issued.sum();
    }

    /** Users who are done, however it ended. */
    public long ended() {
        return ended.sum();
    }

    /** Tries of a request that failed in a way that leaves its effect open. */
    public long unknown() {
        return unknown.sum();
    }

    /** Accepted requests that were rejected, by reason. */
    public Map<String, Long> rejected() {
        return sums(rejected);
    }

    /** Tries that were refused at once, by code; the same user may be refused more than once. */
    public Map<String, Long> refused() {
        return sums(refused);
    }

    /** Calls of any kind that were answered "later" (429 or 5xx) or not at all, by code. */
    public Map<String, Long> putOff() {
        return sums(putOff);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }

    /** From the moment that a user meant to ask until the request was accepted, in microseconds. */
    public Histogram acceptLatency() {
        return acceptLatency.copy();
    }

    /** From the acceptance until the user saw the final state, in microseconds. */
    public Histogram outcomeLatency() {
        return outcomeLatency.copy();
    }
}
