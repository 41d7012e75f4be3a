package dev.firstcome.payment.ledger.store;

import dev.firstcome.payment.ledger.Account;
import dev.firstcome.payment.ledger.LedgerQueries;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads ledger entries and closing balances from the shards. */
@Repository
class ShardedLedgerQueries implements LedgerQueries {
    private final Shards shards;
    private final JdbcClient jdbc;

    ShardedLedgerQueries(Shards shards, JdbcClient jdbc) {
        this.shards = shards;
        this.jdbc = jdbc;
    }

    @Override
    public List<AccountTotals> accountTotals(String shard, Instant from, Instant to) {
        return shards.readOn(
                shard,
                () -> jdbc.sql("""
                                with closed as (
                                    select max(day) as day from ledger_closing
                                    where day < (:from::timestamptz at time zone 'UTC')::date),
                                moved as (
                                    select account, currency, amount, posted_at >= :from as counts from ledger_entry
                                    where posted_at < :to and posted_at >= coalesce(
                                        ((select day from closed) + 1)::timestamp at time zone 'UTC', '-infinity')
                                    union all
                                    select account, currency, closing, false from ledger_closing
                                    where day = (select day from closed))
                                select account, currency,
                                    coalesce(sum(amount) filter (where counts and amount > 0), 0) as debit,
                                    coalesce(-sum(amount) filter (where counts and amount < 0), 0) as credit,
                                    sum(amount) as closing,
                                    count(*) filter (where counts) as entries
                                from moved group by account, currency
                                """)
                        .param("from", from.atOffset(ZoneOffset.UTC))
                        .param("to", to.atOffset(ZoneOffset.UTC))
                        .query((row, number) -> new AccountTotals(
                                Account.valueOf(row.getString("account")),
                                row.getString("currency"),
                                row.getLong("debit"),
                                row.getLong("credit"),
                                row.getLong("closing"),
                                row.getLong("entries")))
                        .list());
    }

    private record EntryRow(UUID postingId, String kind, Instant postedAt, Entry entry) {}

    @Override
    public List<Posting> postingsOf(UUID paymentId) {
        Bucket bucket = BucketedIds.bucketOf(paymentId);
        List<EntryRow> rows = shards.read(
                bucket,
                () -> jdbc.sql("""
                                select posting_id, kind, posted_at, account, currency, amount from ledger_entry
                                where bucket = ? and payment_id = ? order by posted_at, posting_id, line
                                """)
                        .params(bucket.number(), paymentId)
                        .query(ShardedLedgerQueries::toEntryRow)
                        .list());
        Map<UUID, List<EntryRow>> postings = new LinkedHashMap<>();
        rows.forEach(row -> postings.computeIfAbsent(row.postingId(), id -> new ArrayList<>())
                .add(row));
        return postings.values().stream()
                .map(posting -> new Posting(
                        posting.getFirst().postingId(),
                        posting.getFirst().kind(),
                        posting.getFirst().postedAt(),
                        posting.stream().map(EntryRow::entry).toList()))
                .toList();
    }

    private static EntryRow toEntryRow(ResultSet row, int number) throws SQLException {
        return new EntryRow(
                row.getObject("posting_id", UUID.class),
                row.getString("kind"),
                row.getObject("posted_at", OffsetDateTime.class).toInstant(),
                new Entry(Account.valueOf(row.getString("account")), row.getString("currency"), row.getLong("amount")));
    }

    @Override
    public Map<UUID, Map<String, Long>> balances(String shard, Account account, Collection<UUID> paymentIds) {
        Short[] buckets = paymentIds.stream()
                .map(id -> (short) BucketedIds.bucketOf(id).number())
                .toArray(Short[]::new);
        Map<UUID, Map<String, Long>> found = new HashMap<>();
        return shards.readOn(shard, () -> {
            jdbc.sql("""
                            select payment_id, currency, sum(amount) as balance from ledger_entry
                            join unnest(:buckets::smallint[], :ids::uuid[]) as wanted (bucket, payment_id)
                                using (bucket, payment_id)
                            where account = :account group by payment_id, currency
                            """)
                    .param("buckets", buckets)
                    .param("ids", paymentIds.toArray(UUID[]::new))
                    .param("account", account.name())
                    .query((RowCallbackHandler)
                            row -> found.computeIfAbsent(row.getObject("payment_id", UUID.class), id -> new HashMap<>())
                                    .put(row.getString("currency"), row.getLong("balance")));
            return found;
        });
    }
}
