package dev.firstcome.payment.ledger.store;

import static dev.firstcome.payment.ledger.Account.DISCOUNTS;
import static dev.firstcome.payment.ledger.Account.PROVIDER;
import static dev.firstcome.payment.ledger.Account.REFUNDS;
import static dev.firstcome.payment.ledger.Account.SALES;

import dev.firstcome.payment.ledger.Account;
import dev.firstcome.payment.ledger.Ledger;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Stores entries in the shards of their payments. A posting is one statement, and a trigger checks its sum. */
@Repository
class ShardedLedger implements Ledger {
    private final JdbcClient jdbc;
    private final BucketedIds ids;

    ShardedLedger(JdbcClient jdbc, BucketedIds ids) {
        this.jdbc = jdbc;
        this.ids = ids;
    }

    private record Entry(Account account, long amount) {}

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void captured(UUID paymentId, Charge charge) {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(PROVIDER, charge.amount() - charge.discount()));
        if (charge.discount() > 0) {
            entries.add(new Entry(DISCOUNTS, charge.discount()));
        }
        entries.add(new Entry(SALES, -charge.amount()));
        post(paymentId, "CAPTURE", charge.currency(), entries);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void refunded(UUID paymentId, String currency, long amount) {
        post(paymentId, "REFUND", currency, List.of(new Entry(REFUNDS, amount), new Entry(PROVIDER, -amount)));
    }

    private void post(UUID paymentId, String kind, String currency, List<Entry> entries) {
        Bucket bucket = BucketedIds.bucketOf(paymentId);
        jdbc.sql("""
                        insert into ledger_entry (bucket, posting_id, line, payment_id, kind, account, currency, amount)
                        select :bucket, :posting, line, :payment, :kind, account, :currency, amount
                        from unnest(:accounts::text[], :amounts::bigint[]) with ordinality as entry (account, amount, line)
                        """)
                .param("bucket", bucket.number())
                .param("posting", ids.next(bucket))
                .param("payment", paymentId)
                .param("kind", kind)
                .param("currency", currency)
                .param(
                        "accounts",
                        entries.stream().map(entry -> entry.account().name()).toArray(String[]::new))
                .param("amounts", entries.stream().map(Entry::amount).toArray(Long[]::new))
                .update();
    }
}
