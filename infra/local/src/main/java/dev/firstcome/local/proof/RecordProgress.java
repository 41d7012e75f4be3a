package dev.firstcome.local.proof;

import dev.firstcome.model.proof.VerificationProgress;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Prints how many records of which partition are processed, at most once per second while {@link #processed} or
 * {@link #tick} is called. Not thread-safe.
 */
public final class RecordProgress implements VerificationProgress {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String action;
    private final PrintWriter out;
    private final LongSupplier nanoClock;
    private final Map<Integer, Long> totals = new HashMap<>();
    private final Map<Integer, Long> processed = new HashMap<>();
    private long start;
    private long lastPrint;
    private int partition = -1;

    /** @param action the start of each line, such as {@code Verifying} */
    public RecordProgress(String action, PrintWriter out) {
        this(action, out, System::nanoTime);
    }

    RecordProgress(String action, PrintWriter out, LongSupplier nanoClock) {
        this.action = action;
        this.out = out;
        this.nanoClock = nanoClock;
        this.start = nanoClock.getAsLong();
        this.lastPrint = start;
    }

    @Override
    public void started(Map<Integer, Long> records) {
        totals.putAll(records);
        tick();
        start = nanoClock.getAsLong();
    }

    @Override
    public void processed(int ofPartition) {
        partition = ofPartition;
        processed.merge(ofPartition, 1L, Long::sum);
        tick();
    }

    /** Prints a line if the last one is at least a second old. */
    public void tick() {
        if (nanoClock.getAsLong() - lastPrint >= INTERVAL_NANOS) {
            print();
        }
    }

    /** Prints the final state, if any record was processed. */
    public void finish() {
        if (partition >= 0) {
            print();
        }
    }

    private void print() {
        lastPrint = nanoClock.getAsLong();
        if (totals.isEmpty()) {
            out.println(action + ": preparing");
            return;
        }
        long all = sum(processed);
        double seconds = Math.max(1, lastPrint - start) / (double) TimeUnit.SECONDS.toNanos(1);
        String position = partition < 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        " partition %d: %,d of %,d records,",
                        partition,
                        processed.getOrDefault(partition, 0L),
                        totals.getOrDefault(partition, 0L));
        out.printf(
                Locale.ROOT,
                "%s%s total %,d of %,d, %,.0f records/s%n",
                action,
                position,
                all,
                sum(totals),
                all / seconds);
        out.flush();
    }

    private static long sum(Map<Integer, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
