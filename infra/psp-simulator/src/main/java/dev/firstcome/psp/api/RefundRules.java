package dev.firstcome.psp.api;

import dev.firstcome.psp.card.CardFault;
import dev.firstcome.psp.card.TestCard;
import dev.firstcome.psp.ledger.Event;
import dev.firstcome.psp.ledger.Intent;
import dev.firstcome.psp.ledger.IntentState;
import dev.firstcome.psp.ledger.Ledger;
import dev.firstcome.psp.ledger.LedgerChange;
import dev.firstcome.psp.ledger.LedgerEntry;
import dev.firstcome.psp.ledger.Refund;
import dev.firstcome.psp.ledger.StripeError;
import java.util.List;

/** Decides the result of each refund command. It reads the ledger and changes nothing. */
final class RefundRules {
    private final Ledger ledger;
    private final RequestContext request;

    RefundRules(Ledger ledger, RequestContext request) {
        this.ledger = ledger;
        this.request = request;
    }

    Decision create(Command.CreateRefund command) {
        Intent intent = ledger.intent(command.intent());
        if (intent == null) {
            throw RejectedRequestException.notFound("payment_intent", "payment_intent", command.intent());
        }
        if (!(intent.state() instanceof IntentState.Succeeded(String charge))) {
            return rejected(
                    "payment_intent_unexpected_state", "This PaymentIntent has no successful charge to refund.");
        }
        long refundable = intent.order().amount() - ledger.refundedOf(intent.id());
        if (refundable == 0) {
            return rejected("charge_already_refunded", "Charge " + charge + " has already been refunded.");
        }
        long amount = command.amount() == null ? refundable : command.amount();
        if (amount > refundable) {
            return Decision.rejected(
                    400,
                    StripeError.invalidParameter(
                            "amount_too_large",
                            "amount",
                            "Refund amount (" + amount + ") is greater than the refundable amount of the charge ("
                                    + refundable + ")."),
                    null);
        }
        Refund refund = new Refund(
                IdGenerator.refund(),
                ledger.refundTime(request.seconds()),
                intent.id(),
                charge,
                amount,
                intent.order().currency(),
                command.reason(),
                command.metadata(),
                Refund.Status.SUCCEEDED);
        return create(intent, refund);
    }

    private Decision create(Intent intent, Refund refund) {
        return switch (TestCard.ofValidated(intent.method()).fault()) {
            case CardFault.REFUND_FAILS -> failed(intent, refund);
            case CardFault.REFUND_UNKNOWN -> withheld(intent, refund);
            default -> Decision.refunded(refund, moneyReturned(intent, refund), ResponseDelivery.COMPLETE);
        };
    }

    private Decision withheld(Intent intent, Refund refund) {
        Intent attempted = intent.withFaultProgress(
                new Intent.FaultProgress(true, true, intent.faults().deferredEvent()));
        return Decision.refunded(
                refund,
                moneyReturned(attempted, refund),
                intent.faults().refunded() ? ResponseDelivery.COMPLETE : ResponseDelivery.WITHHELD);
    }

    private LedgerChange moneyReturned(Intent intent, Refund refund) {
        LedgerEntry entry = new LedgerEntry(
                ledger.nextEntry(),
                LedgerEntry.Type.REFUND,
                intent.id(),
                refund.id(),
                refund.amount(),
                refund.currency(),
                intent.order().paymentId(),
                request.key(),
                request.at());
        List<Event> events = List.of(
                event("refund.created", intent, refund.withStatus(Refund.Status.PENDING)),
                event("refund.updated", intent, refund));
        return new LedgerChange(intent, refund, entry, events, null, null);
    }

    /** A failed refund moves no money and therefore has no ledger entry. */
    private Decision failed(Intent intent, Refund refund) {
        Refund failed = refund.withStatus(Refund.Status.FAILED);
        List<Event> events = List.of(
                event("refund.created", intent, refund.withStatus(Refund.Status.PENDING)),
                event("refund.updated", intent, failed),
                event("refund.failed", intent, failed));
        return Decision.refunded(
                failed, new LedgerChange(intent, failed, null, events, null, null), ResponseDelivery.COMPLETE);
    }

    private Event event(String type, Intent intent, Refund refund) {
        return new Event(IdGenerator.event(), type, request.at(), request.origin(), intent, refund);
    }

    private static Decision rejected(String code, String message) {
        return Decision.rejected(400, StripeError.invalidRequest(code, message), null);
    }
}
