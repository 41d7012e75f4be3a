package dev.firstcome.payment.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Queries of payments in state UNKNOWN: it is not known whether the provider charged them. */
public interface UnknownPayments {
    /** @param since time of the change to state UNKNOWN */
    record UnknownPayment(UUID paymentId, UUID userId, Instant since) {}

    /**
     * Result of a query.
     *
     * @param count number of all matching payments
     * @param oldest some of them, the oldest first
     */
    record Found(long count, List<UnknownPayment> oldest) {
        public Found {
            oldest = List.copyOf(oldest);
        }
    }

    /** Finds payments of the shard that have been in state UNKNOWN for longer than this. */
    Found find(String shard, Duration longerThan, int limit);
}
