package dev.firstcome.payment.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Read-only queries of the ledger. They return committed entries only. */
public interface LedgerQueries {
    /**
     * Totals of one account of a shard in a period, in the currency's minor unit.
     *
     * @param debit sum of the period's debits
     * @param credit sum of the period's credits, as a positive number
     * @param closing balance at the end of the period, from the first entry on
     * @param entries number of entries in the period
     */
    record AccountTotals(Account account, String currency, long debit, long credit, long closing, long entries) {
        public long balance() {
            return debit - credit;
        }
    }

    /** Entries that were written together and sum to zero. */
    record Posting(UUID postingId, String kind, Instant postedAt, List<Entry> entries) {
        public Posting {
            entries = List.copyOf(entries);
        }
    }

    /** @param amount a debit if positive, a credit if negative */
    record Entry(Account account, String currency, long amount) {}

    /** Returns the totals of every account of the shard that has an entry before the end of the period. */
    List<AccountTotals> accountTotals(String shard, Instant from, Instant to);

    /** Returns a payment's postings, the oldest first. */
    List<Posting> postingsOf(UUID paymentId);

    /** Returns the account's balance per payment and currency in one shard. Payments without entries are omitted. */
    Map<UUID, Map<String, Long>> balances(String shard, Account account, Collection<UUID> paymentIds);
}
