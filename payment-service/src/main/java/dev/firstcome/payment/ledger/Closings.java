package dev.firstcome.payment.ledger;

import java.time.LocalDate;
import java.util.Optional;

/** Days of the ledger that are closed: where each account stood at their end is kept, and never changes. */
public interface Closings {
    /** The last closed day of the shard, or the day before its first entry; empty: it has no entry. */
    Optional<LocalDate> last(String shard);

    /** Closes a day that is over, and whose day before is closed or has no entry before it; closing it again changes nothing. */
    void close(String shard, LocalDate day);
}
