package dev.firstcome.payment.reconciliation;

import static dev.firstcome.payment.reconciliation.Difference.Type.AMOUNT;
import static dev.firstcome.payment.reconciliation.Difference.Type.MISSING_HERE;
import static dev.firstcome.payment.reconciliation.Difference.Type.MISSING_THERE;
import static dev.firstcome.payment.reconciliation.Difference.Type.STATE;

import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.payment.PaymentRefunds.RefundSummary;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.Provider.Intent;
import dev.firstcome.payment.provider.Provider.IntentState;
import dev.firstcome.payment.provider.Provider.ProviderRefund;
import dev.firstcome.payment.reconciliation.ReconciliationPair.LocalPayment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the differences between the two sides of a charge. A pure function of the pair. */
final class Comparison {
    private Comparison() {}

    /** @param repairs actions that repair the difference; empty: an operator must handle it */
    record Finding(Difference.Type type, List<Repair> repairs) {
        Finding {
            repairs = List.copyOf(repairs);
        }
    }

    /** An action that repairs a difference. It uses only the regular operations of payments and refunds. */
    sealed interface Repair {
        /** Query the provider for the result of the charge. */
        record QueryProvider(UUID paymentId) implements Repair {}

        /** Record the result of a refund. */
        record RecordRefundResult(UUID paymentId, UUID refundId, Provider.ProviderRefundState state)
                implements Repair {}

        /** Cancel an unconfirmed intent that no payment uses. */
        record CancelIntent(UUID paymentId, String intentId) implements Repair {}
    }

    /** @param strayBefore an unconfirmed intent that was created earlier will not be confirmed any more */
    static List<Finding> of(ReconciliationPair pair, Instant strayBefore) {
        Intent intent = pair.intent();
        LocalPayment local = pair.local();
        if (local == null) {
            return missingLocally(pair);
        }
        List<Finding> found = new ArrayList<>();
        if (intent == null) {
            if (local.isCharged()) {
                found.add(new Finding(MISSING_THERE, List.of()));
            }
        } else {
            found.addAll(
                    switch (local.payment().state()) {
                        case CAPTURED -> compareCaptured(pair, intent, local, strayBefore);
                        case CHARGING, UNKNOWN -> compareUnfinished(pair, intent, local);
                        case REQUESTED, RESERVED, DECLINED, REJECTED, CANCELLED, EXPIRED ->
                            compareUncharged(pair, intent, local, strayBefore);
                    });
        }
        boolean isOwnIntent = intent == null || local.isChargedBy(intent);
        if (isOwnIntent && !ledgerMatches(local) && found.stream().noneMatch(finding -> finding.type() == AMOUNT)) {
            found.add(new Finding(AMOUNT, List.of()));
        }
        return found;
    }

    /** A charge that was refunded completely at the provider is no difference. */
    private static List<Finding> missingLocally(ReconciliationPair pair) {
        return pair.remoteNetAmount() > 0 ? withoutRepair(MISSING_HERE) : List.of();
    }

    private static List<Finding> withoutRepair(Difference.Type type) {
        return List.of(new Finding(type, List.of()));
    }

    private static List<Finding> compareCaptured(
            ReconciliationPair pair, Intent intent, LocalPayment local, Instant strayBefore) {
        if (!local.isChargedBy(intent)) {
            return compareUncharged(pair, intent, local, strayBefore);
        }
        if (intent.state() != IntentState.SUCCEEDED) {
            return withoutRepair(MISSING_THERE);
        }
        List<Finding> found = new ArrayList<>();
        Set<UUID> unfinished = local.refunds().stream()
                .filter(refund -> isUnfinished(refund.state()))
                .map(RefundSummary::id)
                .collect(Collectors.toSet());
        List<Repair> completed = completedRefunds(pair, local);
        if (!completed.isEmpty()) {
            found.add(new Finding(STATE, completed));
        }
        long remoteRefunded = pair.refunds().stream()
                .filter(refund -> refund.state() == Provider.ProviderRefundState.SUCCEEDED)
                .filter(refund -> refund.refundId() == null || !unfinished.contains(refund.refundId()))
                .mapToLong(ProviderRefund::amount)
                .sum();
        if (!intent.money().equals(expectedMoney(local)) || remoteRefunded != local.refundedAmount()) {
            found.add(new Finding(AMOUNT, List.of()));
        }
        return found;
    }

    private static Money expectedMoney(LocalPayment local) {
        return new Money(local.payment().total(), local.currency());
    }

    private static boolean isUnfinished(RefundState state) {
        return switch (state) {
            case REQUESTED, SENT, UNKNOWN -> true;
            case SUCCEEDED, FAILED -> false;
        };
    }

    /** Returns repairs for local refunds that were sent and have a final state at the provider. */
    private static List<Repair> completedRefunds(ReconciliationPair pair, LocalPayment local) {
        Map<UUID, ProviderRefund> remote = pair.refunds().stream()
                .filter(refund -> refund.refundId() != null && refund.state() != Provider.ProviderRefundState.PENDING)
                .collect(Collectors.toMap(ProviderRefund::refundId, Function.identity(), Comparison::preferSucceeded));
        List<Repair> completed = new ArrayList<>();
        for (RefundSummary refund : local.refunds()) {
            ProviderRefund result = remote.get(refund.id());
            if (result != null && (refund.state() == RefundState.SENT || refund.state() == RefundState.UNKNOWN)) {
                completed.add(new Repair.RecordRefundResult(local.payment().id(), refund.id(), result.state()));
            }
        }
        return completed;
    }

    /** A refund may have been tried under several idempotency keys: it succeeded if one of them succeeded. */
    private static ProviderRefund preferSucceeded(ProviderRefund one, ProviderRefund other) {
        return one.state() == Provider.ProviderRefundState.SUCCEEDED ? one : other;
    }

    private static List<Finding> compareUnfinished(ReconciliationPair pair, Intent intent, LocalPayment local) {
        boolean isOwnIntent = local.payment().intentId() == null || local.isChargedBy(intent);
        if (!isOwnIntent) {
            return missingLocally(pair);
        }
        return switch (intent.state()) {
            case UNCONFIRMED, PROCESSING -> List.of();
            case SUCCEEDED ->
                intent.money().equals(expectedMoney(local)) ? repairedByQuery(local) : withoutRepair(AMOUNT);
            case REFUSED, CANCELLED -> repairedByQuery(local);
        };
    }

    private static List<Finding> repairedByQuery(LocalPayment local) {
        return List.of(new Finding(
                STATE, List.of(new Repair.QueryProvider(local.payment().id()))));
    }

    /** Compares a payment that was not charged, or was charged by another intent. */
    private static List<Finding> compareUncharged(
            ReconciliationPair pair, Intent intent, LocalPayment local, Instant strayBefore) {
        return switch (intent.state()) {
            case SUCCEEDED -> missingLocally(pair);
            case UNCONFIRMED, REFUSED ->
                local.payment().state().isFinal() && intent.createdAt().isBefore(strayBefore)
                        ? List.of(new Finding(
                                STATE,
                                List.of(new Repair.CancelIntent(local.payment().id(), intent.id()))))
                        : List.of();
            case PROCESSING, CANCELLED -> List.of();
        };
    }

    private static boolean ledgerMatches(LocalPayment local) {
        long expected = local.charged() - local.refundedAmount();
        return local.ledgerBalances().entrySet().stream()
                        .allMatch(entry -> entry.getValue() == (entry.getKey().equals(local.currency()) ? expected : 0))
                && local.ledgerBalances().getOrDefault(local.currency(), 0L) == expected;
    }
}
