package dev.firstcome.platform.deadlines;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/** The offsets of the senders' clocks: one per gateway process, so that gateways need not agree on the time. Thread-safe. */
final class SenderClocks {
    private static final int CLOCKS_MAX = 64;

    private final Cache<String, ClockOffset> offsets =
            Caffeine.newBuilder().maximumSize(CLOCKS_MAX).build();

    /**
     * The delay of a request from its sender to this process, in milliseconds; zero for the first request of a clock.
     *
     * @param clock the id of the clock of the send time
     */
    long delayOf(String clock, long sent, long received) {
        return offsets.get(clock, unknown -> new ClockOffset()).delayOf(sent, received);
    }
}
