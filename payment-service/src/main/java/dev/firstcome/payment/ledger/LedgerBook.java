package dev.firstcome.payment.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The ledger to be looked at; it shows only what has been committed. */
public interface LedgerBook {
    /**
     * An account of one shard in a time, in the currency's minor unit.
     *
     * @param debit what was added to it then
     * @param credit what was taken from it then, as a positive number
     * @param closing all that was added, less all that was taken, up to the end of that time
     * @param entries how many there were then
     */
    record Sums(Account account, String currency, long debit, long credit, long closing, long entries) {
        public long balance() {
            return debit - credit;
        }
    }

    /** Money that moved, at once. */
    record Posting(UUID postingId, String kind, Instant postedAt, List<Entry> entries) {
        public Posting {
            entries = List.copyOf(entries);
        }
    }

    /** Positive: to the account's debit; negative: to its credit. */
    record Entry(Account account, String currency, long amount) {}

    /** Every account of a shard that has entries from before the end of this time. */
    List<Sums> sums(String shard, Instant from, Instant to);

    /** A payment's postings, the oldest first. */
    List<Posting> of(UUID paymentId);

    /** What the account holds of each of these payments, by currency, out of one shard; of those that have entries. */
    Map<UUID, Map<String, Long>> balances(String shard, Account account, Collection<UUID> paymentIds);
}
