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

    void add(Delivery delivery) {
        bytes.addAndGet(delivery.bytes());
        waiting.add(delivery);
    }

    /** How many records wait. */
    int records() {
        return waiting.stream().mapToInt(delivery -> delivery.entries().size()).sum();
    }

    /** What waits, in bytes of the log. */
    long bytes() {
        return bytes.get();
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
        long taken = first.bytes();
        Delivery more = waiting.peek();
        while (more != null
                && !more.entries().isEmpty()
                && more.generation() == first.generation()
                && entries.size() + more.entries().size() <= recordsMax) {
            waiting.remove();
            entries.addAll(more.entries());
            taken += more.bytes();
            more = waiting.peek();
        }
        bytes.addAndGet(-taken);
        return new Delivery(first.generation(), entries, taken);
    }

    void clear() {
        for (Delivery old = waiting.poll(); old != null; old = waiting.poll()) {
            bytes.addAndGet(-old.bytes());
        }
    }
}
