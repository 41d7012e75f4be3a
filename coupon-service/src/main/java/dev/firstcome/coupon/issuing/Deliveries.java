package dev.firstcome.coupon.issuing;

import dev.firstcome.coupon.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What waits for a partition's issuer. Added by the consumer's thread, taken by the issuer's. */
final class Deliveries {
    private final BlockingQueue<Delivery> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger records = new AtomicInteger();

    void add(Delivery delivery) {
        records.addAndGet(delivery.entries().size());
        waiting.add(delivery);
    }

    /** How many records wait. */
    int records() {
        return records.get();
    }

    /**
     * The next one, with what came in small ones behind it, up to so many records: each call of the script costs about the
     * same, however small it is.
     *
     * @return null if none came in time
     */
    @Nullable
    Delivery take(long millis, int recordsMax) throws InterruptedException {
        Delivery first = waiting.poll(millis, TimeUnit.MILLISECONDS);
        if (first == null) {
            return null;
        }
        List<LogEntry> entries = new ArrayList<>(first.entries());
        Delivery more = waiting.peek();
        while (more != null
                && more.generation() == first.generation()
                && entries.size() + more.entries().size() <= recordsMax) {
            waiting.remove();
            entries.addAll(more.entries());
            more = waiting.peek();
        }
        records.addAndGet(-entries.size());
        return new Delivery(first.generation(), entries);
    }

    void clear() {
        for (Delivery old = waiting.poll(); old != null; old = waiting.poll()) {
            records.addAndGet(-old.entries().size());
        }
    }
}
