package dev.firstcome.payment.reconciliation;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentRefunds.RefundSummary;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.Provider.Intent;
import dev.firstcome.payment.provider.Provider.ProviderRefund;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The remote and the local state of one charge.
 *
 * @param intent null: the provider has no such charge
 * @param refunds the provider's refunds of the intent
 * @param local null: no local payment exists
 */
record ReconciliationPair(
        @Nullable Intent intent,
        List<ProviderRefund> refunds,
        @Nullable LocalPayment local) {
    ReconciliationPair {
        refunds = List.copyOf(refunds);
    }

    /**
     * A local payment with its refunds and ledger entries.
     *
     * @param ledgerBalances balance of the PROVIDER account for this payment, by currency
     */
    record LocalPayment(Payment payment, List<RefundSummary> refunds, Map<String, Long> ledgerBalances) {
        LocalPayment {
            refunds = List.copyOf(refunds);
            ledgerBalances = Map.copyOf(ledgerBalances);
        }

        boolean isChargedBy(Intent intent) {
            return intent.id().equals(payment.intentId());
        }

        boolean isCharged() {
            return payment.state() == PaymentState.CAPTURED && payment.total() > 0;
        }

        String currency() {
            return payment.terms().price().currency();
        }

        long charged() {
            return isCharged() ? payment.total() : 0;
        }

        long refundedAmount() {
            return refunds.stream()
                    .filter(refund -> refund.state() == RefundState.SUCCEEDED)
                    .mapToLong(RefundSummary::amount)
                    .sum();
        }

        private boolean changedSince(Instant since) {
            return payment.createdAt().isAfter(since)
                    || payment.changedAt().isAfter(since)
                    || refunds.stream().anyMatch(refund -> refund.changedAt().isAfter(since));
        }
    }

    /** Returns whether one side changed so recently that the other may not have followed yet. */
    boolean isInFlight(Instant since) {
        return intent != null && intent.createdAt().isAfter(since) || local != null && local.changedSince(since);
    }

    String describeLocal() {
        if (local == null) {
            return "no payment";
        }
        String balances = local.ledgerBalances().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(" and "));
        String refundList = local.refunds().stream()
                .map(refund -> ", refund " + refund.state() + " " + refund.amount())
                .collect(Collectors.joining());
        return "%s %d %s%s, ledger %s"
                .formatted(
                        local.payment().state(),
                        local.payment().total(),
                        local.currency(),
                        refundList,
                        balances.isEmpty() ? "nothing" : balances);
    }

    String describeRemote() {
        if (intent == null) {
            return "no charge";
        }
        String refundList = refunds.stream()
                .map(refund -> ", refund " + refund.state() + " " + refund.amount())
                .collect(Collectors.joining());
        return "%s %d %s%s"
                .formatted(
                        intent.state(), intent.money().amount(), intent.money().currency(), refundList);
    }

    /** Returns the amount that the provider has charged and not refunded. */
    long remoteNetAmount() {
        return intent != null && intent.state() == Provider.IntentState.SUCCEEDED
                ? intent.money().amount() - remoteRefundedAmount()
                : 0;
    }

    private long remoteRefundedAmount() {
        return refunds.stream()
                .filter(refund -> refund.state() == Provider.ProviderRefundState.SUCCEEDED)
                .mapToLong(ProviderRefund::amount)
                .sum();
    }
}
