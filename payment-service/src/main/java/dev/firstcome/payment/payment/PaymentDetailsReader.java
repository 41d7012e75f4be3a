package dev.firstcome.payment.payment;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Reads payment details. The payment is read first, so its refunds and history are never older than the payment. */
@Service
public final class PaymentDetailsReader {
    private final Payments payments;
    private final PaymentRefunds refunds;

    PaymentDetailsReader(Payments payments, PaymentRefunds refunds) {
        this.payments = payments;
        this.refunds = refunds;
    }

    public PaymentDetails read(Payment payment) {
        return new PaymentDetails(payment, refunds.ofPayment(payment.id()), payments.history(payment.id()));
    }

    /** Reads the versions of these payments from one shard, in one query. Unknown ids are omitted. */
    public Map<UUID, Long> versions(String shard, Collection<UUID> ids) {
        return payments.versions(shard, ids);
    }

    /** Reads these payments from one shard in three queries, whatever their number. Unknown ids are omitted. */
    public List<PaymentDetails> findAll(String shard, Collection<UUID> ids) {
        List<Payment> found = payments.findAll(shard, ids);
        Map<UUID, List<PaymentRefunds.RefundSummary>> refundsById = refunds.ofPayments(shard, ids);
        Map<UUID, List<Payments.HistoryEntry>> histories = payments.histories(shard, ids);
        return found.stream()
                .map(payment -> new PaymentDetails(
                        payment,
                        refundsById.getOrDefault(payment.id(), List.of()),
                        histories.getOrDefault(payment.id(), List.of())))
                .toList();
    }
}
