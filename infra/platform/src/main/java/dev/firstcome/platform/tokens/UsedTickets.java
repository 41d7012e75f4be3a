package dev.firstcome.platform.tokens;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * Which tickets were used in this process, for as long as they would be good. Once is once for each process; whoever has
 * several of them shares a memory beside this one.
 */
public final class UsedTickets {
    /** For how long a use must be remembered. */
    public static final Duration REMEMBERED_FOR =
            StreamTicketVerifier.LIFE.plus(StreamTicketVerifier.CLOCK_SKEW.multipliedBy(2));

    private static final int TICKETS_MAX = 100_000;

    private final Cache<String, Boolean> used = Caffeine.newBuilder()
            .maximumSize(TICKETS_MAX)
            .expireAfterWrite(REMEMBERED_FOR)
            .build();

    /** Notes the use of the ticket with this id; false if there was one before. */
    public boolean first(String ticketId) {
        return used.asMap().putIfAbsent(ticketId, true) == null;
    }
}
