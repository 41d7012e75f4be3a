package dev.firstcome.payment.reconciliation;

import static dev.firstcome.payment.reconciliation.Difference.Type.AMOUNT;
import static dev.firstcome.payment.reconciliation.Difference.Type.MISSING_HERE;
import static dev.firstcome.payment.reconciliation.Difference.Type.MISSING_THERE;
import static dev.firstcome.payment.reconciliation.Difference.Type.STATE;

import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.payment.PaymentRefunds.Refunded;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.Provider.Intent;
import dev.firstcome.payment.provider.Provider.IntentState;
import dev.firstcome.payment.provider.Provider.ProviderRefund;
import dev.firstcome.payment.reconciliation.Sides.Here;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What differs between both sides of a charge: a function of what each says, and of nothing else. */
final class Comparison {
    private Comparison() {}

    /** @param repairs what puts it right; none: somebody must look at it */
    record Finding(Difference.Type type, List<Repair> repairs) {
        Finding {
            repairs = List.copyOf(repairs);
        }
    }

    /** What may be done about a difference. Each goes a way that there is anyhow. */
    sealed interface Repair {
        /** The provider is asked what became of a charge. */
        record Ask(UUID paymentId) implements Repair {}

        /** It is written down how a refund ended. */
        record Hear(UUID paymentId, UUID refundId, Provider.RefundState state) implements Repair {}

        /** A charge that was made and never confirmed, and that no payment waits for, is called off. */
        record CallOff(UUID paymentId, String intentId) implements Repair {}
    }

    /** @param strayBefore what was made earlier and is not confirmed is not going to be */
    static List<Finding> of(Sides sides, Instant strayBefore) {
        Intent intent = sides.intent();
        Here here = sides.here();
        if (here == null) {
            return missingHere(sides);
        }
        List<Finding> found = new ArrayList<>();
        if (intent == null) {
            if (here.isCharged()) {
                found.add(new Finding(MISSING_THERE, List.of()));
            }
        } else {
            found.addAll(
                    switch (here.payment().state()) {
                        case CAPTURED -> charged(sides, intent, here, strayBefore);
                        case CHARGING, UNKNOWN -> unclear(sides, intent, here);
                        case REQUESTED, RESERVED, DECLINED, REJECTED, CANCELLED, EXPIRED ->
                            notCharged(sides, intent, here, strayBefore);
                    });
        }
        boolean isOfThisPayment = intent == null || here.names(intent);
        if (isOfThisPayment && !ledgerAgrees(here) && found.stream().noneMatch(one -> one.type() == AMOUNT)) {
            found.add(new Finding(AMOUNT, List.of()));
        }
        return found;
    }

    /** What was given back by hand, all of it, is in order again. */
    private static List<Finding> missingHere(Sides sides) {
        return sides.keptThere() > 0 ? only(MISSING_HERE) : List.of();
    }

    private static List<Finding> only(Difference.Type type) {
        return List.of(new Finding(type, List.of()));
    }

    private static List<Finding> charged(Sides sides, Intent intent, Here here, Instant strayBefore) {
        if (!here.names(intent)) {
            return notCharged(sides, intent, here, strayBefore);
        }
        if (intent.state() != IntentState.SUCCEEDED) {
            return only(MISSING_THERE);
        }
        List<Finding> found = new ArrayList<>();
        Set<UUID> unfinished = here.refunds().stream()
                .filter(refund -> isUnfinished(refund.state()))
                .map(Refunded::id)
                .collect(Collectors.toSet());
        List<Repair> ended = endedRefunds(sides, here);
        if (!ended.isEmpty()) {
            found.add(new Finding(STATE, ended));
        }
        long givenBack = sides.refunds().stream()
                .filter(refund -> refund.state() == Provider.RefundState.SUCCEEDED)
                .filter(refund -> refund.refundId() == null || !unfinished.contains(refund.refundId()))
                .mapToLong(ProviderRefund::amount)
                .sum();
        if (!intent.money().equals(agreed(here)) || givenBack != here.givenBack()) {
            found.add(new Finding(AMOUNT, List.of()));
        }
        return found;
    }

    private static Money agreed(Here here) {
        return new Money(here.payment().total(), here.currency());
    }

    private static boolean isUnfinished(RefundState state) {
        return switch (state) {
            case REQUESTED, SENT, UNKNOWN -> true;
            case SUCCEEDED, FAILED -> false;
        };
    }

    /** Refunds that were sent, and have ended at the provider. */
    private static List<Repair> endedRefunds(Sides sides, Here here) {
        Map<UUID, ProviderRefund> there = sides.refunds().stream()
                .filter(refund -> refund.refundId() != null && refund.state() != Provider.RefundState.PENDING)
                .collect(Collectors.toMap(ProviderRefund::refundId, Function.identity(), Comparison::preferred));
        List<Repair> ended = new ArrayList<>();
        for (Refunded refund : here.refunds()) {
            ProviderRefund end = there.get(refund.id());
            if (end != null && (refund.state() == RefundState.SENT || refund.state() == RefundState.UNKNOWN)) {
                ended.add(new Repair.Hear(here.payment().id(), refund.id(), end.state()));
            }
        }
        return ended;
    }

    /** One refund may have been tried under several keys: if the money has gone back once, it has gone back. */
    private static ProviderRefund preferred(ProviderRefund one, ProviderRefund other) {
        return one.state() == Provider.RefundState.SUCCEEDED ? one : other;
    }

    private static List<Finding> unclear(Sides sides, Intent intent, Here here) {
        boolean isMine = here.payment().intentId() == null || here.names(intent);
        if (!isMine) {
            return missingHere(sides);
        }
        return switch (intent.state()) {
            case UNCONFIRMED, PROCESSING -> List.of();
            case SUCCEEDED -> intent.money().equals(agreed(here)) ? asked(here) : only(AMOUNT);
            case REFUSED, CANCELLED -> asked(here);
        };
    }

    private static List<Finding> asked(Here here) {
        return List.of(new Finding(STATE, List.of(new Repair.Ask(here.payment().id()))));
    }

    /** The payment has not been charged, or by another intent. */
    private static List<Finding> notCharged(Sides sides, Intent intent, Here here, Instant strayBefore) {
        return switch (intent.state()) {
            case SUCCEEDED -> missingHere(sides);
            case UNCONFIRMED, REFUSED ->
                here.payment().state().isFinal() && intent.madeAt().isBefore(strayBefore)
                        ? List.of(new Finding(
                                STATE, List.of(new Repair.CallOff(here.payment().id(), intent.id()))))
                        : List.of();
            case PROCESSING, CANCELLED -> List.of();
        };
    }

    private static boolean ledgerAgrees(Here here) {
        long wanted = here.charged() - here.givenBack();
        return here.held().entrySet().stream()
                        .allMatch(entry -> entry.getValue() == (entry.getKey().equals(here.currency()) ? wanted : 0))
                && here.held().getOrDefault(here.currency(), 0L) == wanted;
    }
}
