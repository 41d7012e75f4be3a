package dev.firstcome.payment.watching;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Payments of which it is not known whether they were charged. */
public interface UnknownPayments {
    /** One of them, and since when it is not known. */
    record Unknown(UUID paymentId, UUID userId, Instant since) {}

    /** How many there are, and some of them, the oldest first. */
    record Found(long many, List<Unknown> oldest) {
        public Found {
            oldest = List.copyOf(oldest);
        }
    }

    /** Those of a shard that have been so for longer. */
    Found in(String shard, Duration longerThan, int most);
}
