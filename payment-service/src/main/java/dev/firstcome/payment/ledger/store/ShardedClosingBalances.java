package dev.firstcome.payment.ledger.store;

import dev.firstcome.payment.ledger.ClosingBalances;
import dev.firstcome.platform.shards.Shards;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores closing balances as rows. Each day is computed from the previous day's balances and its own entries. */
@Repository
class ShardedClosingBalances implements ClosingBalances {
    private final Shards shards;
    private final JdbcClient jdbc;

    ShardedClosingBalances(Shards shards, JdbcClient jdbc) {
        this.shards = shards;
        this.jdbc = jdbc;
    }

    @Override
    public Optional<LocalDate> lastClosedDay(String shard) {
        return shards.readOn(
                shard,
                () -> jdbc.sql("""
                                select coalesce((select max(day) from ledger_closing),
                                    (select (min(posted_at) at time zone 'UTC')::date - 1 from ledger_entry)) as last
                                """)
                        .query((row, number) -> Optional.ofNullable(row.getObject("last", LocalDate.class)))
                        .single());
    }

    @Override
    public void closeDay(String shard, LocalDate day) {
        shards.executeOn(shard, () -> jdbc.sql("""
                                insert into ledger_closing (bucket, day, account, currency, closing)
                                select bucket, :day::date, account, currency, sum(amount) from (
                                    select bucket, account, currency, closing as amount from ledger_closing
                                    where day = :day::date - 1
                                    union all
                                    select bucket, account, currency, amount from ledger_entry
                                    where posted_at >= :day::date::timestamp at time zone 'UTC'
                                        and posted_at < (:day::date + 1)::timestamp at time zone 'UTC'
                                ) as moved group by bucket, account, currency
                                on conflict do nothing
                                """).param("day", day).update());
    }
}
