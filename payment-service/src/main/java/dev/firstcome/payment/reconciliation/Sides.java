package dev.firstcome.payment.reconciliation;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentRefunds.Refunded;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.Provider.Intent;
import dev.firstcome.payment.provider.Provider.ProviderRefund;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Both sides of one charge.
 *
 * @param intent null: the provider has none
 * @param refunds of the intent
 * @param here null: there is no payment
 */
record Sides(
        @Nullable Intent intent,
        List<ProviderRefund> refunds,
        @Nullable Here here) {
    Sides {
        refunds = List.copyOf(refunds);
    }

    /**
     * This side.
     *
     * @param held what the ledger says that the provider has of it, by currency
     */
    record Here(Payment payment, List<Refunded> refunds, Map<String, Long> held) {
        Here {
            refunds = List.copyOf(refunds);
            held = Map.copyOf(held);
        }

        boolean names(Intent intent) {
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

        long givenBack() {
            return refunds.stream()
                    .filter(refund -> refund.state() == RefundState.SUCCEEDED)
                    .mapToLong(Refunded::amount)
                    .sum();
        }

        private boolean hasChangedSince(Instant since) {
            return payment.createdAt().isAfter(since)
                    || payment.changedAt().isAfter(since)
                    || refunds.stream().anyMatch(refund -> refund.changedAt().isAfter(since));
        }
    }

    /** Whether either side has moved so short ago that the other may not have followed. */
    boolean isInFlight(Instant since) {
        return intent != null && intent.madeAt().isAfter(since) || here != null && here.hasChangedSince(since);
    }

    String describeHere() {
        if (here == null) {
            return "no payment";
        }
        String held = here.held().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(" and "));
        String refunds = here.refunds().stream()
                .map(refund -> ", refund " + refund.state() + " " + refund.amount())
                .collect(Collectors.joining());
        return "%s %d %s%s, ledger %s"
                .formatted(
                        here.payment().state(),
                        here.payment().total(),
                        here.currency(),
                        refunds,
                        held.isEmpty() ? "nothing" : held);
    }

    String describeThere() {
        if (intent == null) {
            return "no charge";
        }
        String given = refunds.stream()
                .map(refund -> ", refund " + refund.state() + " " + refund.amount())
                .collect(Collectors.joining());
        return "%s %d %s%s"
                .formatted(
                        intent.state(), intent.money().amount(), intent.money().currency(), given);
    }

    /** What the provider has charged and not given back. */
    long keptThere() {
        return intent != null && intent.state() == Provider.IntentState.SUCCEEDED
                ? intent.money().amount() - givenBackThere()
                : 0;
    }

    private long givenBackThere() {
        return refunds.stream()
                .filter(refund -> refund.state() == Provider.RefundState.SUCCEEDED)
                .mapToLong(ProviderRefund::amount)
                .sum();
    }
}
