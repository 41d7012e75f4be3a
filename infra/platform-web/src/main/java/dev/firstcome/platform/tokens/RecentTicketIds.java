package dev.firstcome.platform.tokens;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * The ids of tickets that were used in this process, until the tickets expire. It detects reuse within one process
 * only; several processes need a shared store in addition. Thread-safe.
 */
public final class RecentTicketIds {
    /** The retention of an id: the lifetime of a ticket and the clock skew on both sides. */
    public static final Duration RETENTION =
            StreamTicketVerifier.LIFETIME.plus(StreamTicketVerifier.CLOCK_SKEW.multipliedBy(2));

    private static final int TICKETS_MAX = 100_000;

    private final Cache<String, Boolean> ids = Caffeine.newBuilder()
            .maximumSize(TICKETS_MAX)
            .expireAfterWrite(RETENTION)
            .build();

    /** Adds the id. Returns false if the ticket was already used. */
    public boolean addIfAbsent(String ticketId) {
        return ids.asMap().putIfAbsent(ticketId, true) == null;
    }
}
