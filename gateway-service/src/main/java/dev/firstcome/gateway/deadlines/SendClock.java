package dev.firstcome.gateway.deadlines;

import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * The clock of the send times: the time of day at the start of this process, advanced by its monotonic clock. So it never
 * jumps, and each process has one with an id of its own. Thread-safe.
 */
@Component
public final class SendClock {
    private final String id = UUID.randomUUID().toString();
    private final long startNanos = System.nanoTime();
    private final long startMillis;

    SendClock(Clock clock) {
        this.startMillis = clock.millis();
    }

    public String id() {
        return id;
    }

    /** Milliseconds since 1970 on this clock. */
    public long millis() {
        return startMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }
}
