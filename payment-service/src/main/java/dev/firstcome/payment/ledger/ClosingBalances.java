package dev.firstcome.payment.ledger;

import java.time.LocalDate;
import java.util.Optional;

/** Account balances at the end of each closed day. They never change. */
public interface ClosingBalances {
    /** Returns the last closed day of the shard, or the day before its first entry; empty if it has no entry. */
    Optional<LocalDate> lastClosedDay(String shard);

    /**
     * Closes a day. The day must be over, and the day before must be closed or must precede the first entry. A repeated
     * call changes nothing.
     */
    void closeDay(String shard, LocalDate day);
}
