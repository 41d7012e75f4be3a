package dev.firstcome.payment.reconciliation;

import dev.firstcome.payment.ledger.Account;
import dev.firstcome.payment.ledger.LedgerQueries;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentRefunds;
import dev.firstcome.payment.payment.PaymentRefunds.RefundSummary;
import dev.firstcome.payment.payment.Payments;
import dev.firstcome.payment.reconciliation.ReconciliationPair.LocalPayment;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads local payments with their refunds and ledger balances, from all shards, in batches. */
@Component
class LocalPaymentReader {
    private static final int BATCH = 100;

    private final Shards shards;
    private final Payments payments;
    private final PaymentRefunds refunds;
    private final LedgerQueries ledger;

    LocalPaymentReader(Shards shards, Payments payments, PaymentRefunds refunds, LedgerQueries ledger) {
        this.shards = shards;
        this.payments = payments;
        this.refunds = refunds;
        this.ledger = ledger;
    }

    Optional<LocalPayment> find(UUID paymentId) {
        return Optional.ofNullable(findAll(List.of(paymentId)).get(paymentId));
    }

    /** Returns the existing payments of these ids. */
    Map<UUID, LocalPayment> findAll(Collection<UUID> ids) {
        Map<UUID, LocalPayment> found = new HashMap<>();
        ids.stream()
                .distinct()
                .collect(Collectors.groupingBy(id -> shards.map().shardOf(BucketedIds.bucketOf(id))))
                .forEach((shard, shardIds) -> found.putAll(findAll(shard, shardIds)));
        return found;
    }

    /** Reads the payments last: their change times reveal any change since the other reads. */
    private Map<UUID, LocalPayment> findAll(String shard, List<UUID> ids) {
        Map<UUID, Map<String, Long>> balances = ledger.balances(shard, Account.PROVIDER, ids);
        Map<UUID, List<RefundSummary>> refundsById = refunds.ofPayments(shard, ids);
        Map<UUID, LocalPayment> found = new HashMap<>();
        payments.findAll(shard, ids)
                .forEach(payment -> found.put(
                        payment.id(),
                        new LocalPayment(
                                payment,
                                refundsById.getOrDefault(payment.id(), List.of()),
                                balances.getOrDefault(payment.id(), Map.of()))));
        return found;
    }

    /** Passes all payments that were captured in the window to the consumer, in batches. */
    void forEachCaptured(ReconciliationRun.Window window, Consumer<List<Payment>> consumer) {
        for (String shard : shards.map().shards()) {
            List<Payment> batch = nextBatch(shard, window, null);
            while (!batch.isEmpty()) {
                consumer.accept(new ArrayList<>(batch));
                batch = batch.size() < BATCH ? List.of() : nextBatch(shard, window, batch.getLast());
            }
        }
    }

    private List<Payment> nextBatch(String shard, ReconciliationRun.Window window, @Nullable Payment after) {
        Instant from = window.from();
        return payments.captured(shard, from, window.to(), after, BATCH);
    }
}
