package dev.firstcome.psp.api;

import dev.firstcome.psp.card.Card;
import dev.firstcome.psp.card.CardFault;
import dev.firstcome.psp.ledger.Change;
import dev.firstcome.psp.ledger.Event;
import dev.firstcome.psp.ledger.Intent;
import dev.firstcome.psp.ledger.IntentState;
import dev.firstcome.psp.ledger.Ledger;
import dev.firstcome.psp.ledger.LedgerEntry;
import dev.firstcome.psp.ledger.Problem;
import dev.firstcome.psp.ledger.Refund;
import java.util.List;

/** Decides what becomes of a refund. It reads the ledger and changes nothing. */
final class RefundRules {
    private final Ledger ledger;
    private final Call call;

    RefundRules(Ledger ledger, Call call) {
        this.ledger = ledger;
        this.call = call;
    }

    Decision create(Command.CreateRefund command) {
        Intent intent = ledger.intent(command.intent());
        if (intent == null) {
            throw BadCall.missing("payment_intent", "payment_intent", command.intent());
        }
        if (!(intent.state() instanceof IntentState.Succeeded(String charge))) {
            return refused("payment_intent_unexpected_state", "This PaymentIntent has no successful charge to refund.");
        }
        long left = intent.order().amount() - ledger.refundedOf(intent.id());
        if (left == 0) {
            return refused("charge_already_refunded", "Charge " + charge + " has already been refunded.");
        }
        long amount = command.amount() == null ? left : command.amount();
        if (amount > left) {
            return Decision.refused(
                    400,
                    Problem.parameter(
                            "amount_too_large",
                            "amount",
                            "Refund amount (" + amount + ") is greater than what is left of the charge (" + left
                                    + ")."),
                    null);
        }
        Refund refund = new Refund(
                Ids.refund(),
                ledger.refundTime(call.seconds()),
                intent.id(),
                charge,
                amount,
                intent.order().currency(),
                command.reason(),
                command.metadata(),
                Refund.Status.SUCCEEDED);
        return made(intent, refund);
    }

    private Decision made(Intent intent, Refund refund) {
        return switch (Card.known(intent.method()).fault()) {
            case CardFault.REFUND_FAILS -> failed(intent, refund);
            case CardFault.REFUND_UNKNOWN -> unknown(intent, refund);
            default -> Decision.refunded(refund, paidBack(intent, refund), Giving.WHOLE);
        };
    }

    private Decision unknown(Intent intent, Refund refund) {
        Intent met = intent.met(new Intent.Faults(true, true, intent.faults().held()));
        return Decision.refunded(
                refund, paidBack(met, refund), intent.faults().refunded() ? Giving.WHOLE : Giving.WITHHELD);
    }

    private Change paidBack(Intent intent, Refund refund) {
        LedgerEntry entry = new LedgerEntry(
                ledger.nextEntry(),
                LedgerEntry.Type.REFUND,
                intent.id(),
                refund.id(),
                refund.amount(),
                refund.currency(),
                intent.order().paymentId(),
                call.key(),
                call.at());
        List<Event> events = List.of(
                event("refund.created", intent, refund.with(Refund.Status.PENDING)),
                event("refund.updated", intent, refund));
        return new Change(intent, refund, entry, events, null, null);
    }

    /** No money moves, so there is no entry. */
    private Decision failed(Intent intent, Refund refund) {
        Refund failed = refund.with(Refund.Status.FAILED);
        List<Event> events = List.of(
                event("refund.created", intent, refund.with(Refund.Status.PENDING)),
                event("refund.updated", intent, failed),
                event("refund.failed", intent, failed));
        return Decision.refunded(failed, new Change(intent, failed, null, events, null, null), Giving.WHOLE);
    }

    private Event event(String type, Intent intent, Refund refund) {
        return new Event(Ids.event(), type, call.at(), call.origin(), intent, refund);
    }

    private static Decision refused(String code, String message) {
        return Decision.refused(400, Problem.invalid(code, message), null);
    }
}
