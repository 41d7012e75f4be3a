package dev.firstcome.coupon.issuing;

import dev.firstcome.coupon.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What waits for a partition's issuer. Added by the consumer's thread, taken by the issuer's. */
final class Deliveries {
    private final BlockingQueue<Delivery> waiting = new LinkedBlockingQueue<>();
    private final AtomicLong bytes = new AtomicLong();

    /** What did not fit into the last call. Written by the issuer's thread. */
    private volatile @Nullable Delivery rest;

    void add(Delivery delivery) {
        bytes.addAndGet(delivery.bytes());
        waiting.add(delivery);
    }

    /** How many records wait. */
    int records() {
        Delivery left = rest;
        return (left == null ? 0 : left.entries().size())
                + waiting.stream()
                        .mapToInt(delivery -> delivery.entries().size())
                        .sum();
    }

    /** What waits, in bytes of the log. */
    long bytes() {
        return bytes.get();
    }

    /**
     * So many records as wait, up to {@code recordsMax}, however they were delivered: a call of the script costs about the
     * same whether it has few or many.
     *
     * @return null if none came in time
     */
    @Nullable
    Delivery take(long millis, int recordsMax) throws InterruptedException {
        Delivery next = rest == null ? waiting.poll(millis, TimeUnit.MILLISECONDS) : rest;
        rest = null;
        if (next == null) {
            return null;
        }
        int generation = next.generation();
        List<LogEntry> entries = new ArrayList<>();
        long taken = 0;
        while (next != null) {
            Delivery fitting = next.first(recordsMax - entries.size());
            entries.addAll(fitting.entries());
            taken += fitting.bytes();
            if (fitting.entries().size() < next.entries().size()) {
                rest = next.after(fitting);
            }
            next = rest == null ? pollMore(generation) : null;
        }
        bytes.addAndGet(-taken);
        return new Delivery(generation, entries, taken);
    }

    /** The next one, if it has records of the same generation. */
    private @Nullable Delivery pollMore(int generation) {
        Delivery more = waiting.peek();
        boolean fits = more != null && !more.entries().isEmpty() && more.generation() == generation;
        return fits ? waiting.poll() : null;
    }

    void clear() {
        for (Delivery old = waiting.poll(); old != null; old = waiting.poll()) {
            bytes.addAndGet(-old.bytes());
        }
        Delivery left = rest;
        if (left != null) {
            bytes.addAndGet(-left.bytes());
            rest = null;
        }
    }
}
