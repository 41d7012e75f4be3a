package dev.firstcome.payment.payment;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Payments as their users see them. The payment itself is read first, so that nothing else is older than it. */
@Service
public final class WholePayments {
    private final Payments payments;
    private final PaymentRefunds refunds;

    WholePayments(Payments payments, PaymentRefunds refunds) {
        this.payments = payments;
        this.refunds = refunds;
    }

    public WholePayment whole(Payment payment) {
        return new WholePayment(payment, refunds.of(payment.id()), payments.history(payment.id()));
    }

    /** The versions of those of these that there are, out of one shard: in one query. */
    public Map<UUID, Long> versions(String shard, Collection<UUID> ids) {
        return payments.versions(shard, ids);
    }

    /** Those of these that there are, out of one shard, in as many queries as for one. */
    public List<WholePayment> findAll(String shard, Collection<UUID> ids) {
        List<Payment> found = payments.findAll(shard, ids);
        Map<UUID, List<PaymentRefunds.Refunded>> back = refunds.ofAll(shard, ids);
        Map<UUID, List<Payments.Step>> histories = payments.histories(shard, ids);
        return found.stream()
                .map(payment -> new WholePayment(
                        payment,
                        back.getOrDefault(payment.id(), List.of()),
                        histories.getOrDefault(payment.id(), List.of())))
                .toList();
    }
}
