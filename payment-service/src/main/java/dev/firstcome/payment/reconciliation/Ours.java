package dev.firstcome.payment.reconciliation;

import dev.firstcome.payment.ledger.Account;
import dev.firstcome.payment.ledger.LedgerBook;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentRefunds;
import dev.firstcome.payment.payment.PaymentRefunds.Refunded;
import dev.firstcome.payment.payment.Payments;
import dev.firstcome.payment.reconciliation.Sides.Here;
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

/** This side of charges, of all shards, in batches. */
@Component
class Ours {
    private static final int BATCH = 100;

    private final Shards shards;
    private final Payments payments;
    private final PaymentRefunds refunds;
    private final LedgerBook ledger;

    Ours(Shards shards, Payments payments, PaymentRefunds refunds, LedgerBook ledger) {
        this.shards = shards;
        this.payments = payments;
        this.refunds = refunds;
        this.ledger = ledger;
    }

    Optional<Here> of(UUID paymentId) {
        return Optional.ofNullable(of(List.of(paymentId)).get(paymentId));
    }

    /** Those of these payments that there are. */
    Map<UUID, Here> of(Collection<UUID> ids) {
        Map<UUID, Here> found = new HashMap<>();
        ids.stream()
                .distinct()
                .collect(Collectors.groupingBy(id -> shards.map().shardOf(BucketedIds.bucketOf(id))))
                .forEach((shard, there) -> found.putAll(of(shard, there)));
        return found;
    }

    /** What is read later says when it changed, so whoever changes it in between is seen to have done so. */
    private Map<UUID, Here> of(String shard, List<UUID> ids) {
        Map<UUID, Map<String, Long>> held = ledger.balances(shard, Account.PROVIDER, ids);
        Map<UUID, List<Refunded>> given = refunds.ofAll(shard, ids);
        Map<UUID, Here> found = new HashMap<>();
        payments.findAll(shard, ids)
                .forEach(payment -> found.put(
                        payment.id(),
                        new Here(
                                payment,
                                given.getOrDefault(payment.id(), List.of()),
                                held.getOrDefault(payment.id(), Map.of()))));
        return found;
    }

    /** Every payment that was charged in this time, a batch at a time. */
    void captured(Run.Window window, Consumer<List<Payment>> batches) {
        for (String shard : shards.map().shards()) {
            List<Payment> batch = next(shard, window, null);
            while (!batch.isEmpty()) {
                batches.accept(new ArrayList<>(batch));
                batch = batch.size() < BATCH ? List.of() : next(shard, window, batch.getLast());
            }
        }
    }

    private List<Payment> next(String shard, Run.Window window, @Nullable Payment after) {
        Instant from = window.from();
        return payments.captured(shard, from, window.to(), after, BATCH);
    }
}
