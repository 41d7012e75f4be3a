package dev.firstcome.psp.api;

import dev.firstcome.psp.card.Card;
import dev.firstcome.psp.card.CardFault;
import dev.firstcome.psp.ledger.Answer;
import dev.firstcome.psp.ledger.CardError;
import dev.firstcome.psp.ledger.Event;
import dev.firstcome.psp.ledger.Intent;
import dev.firstcome.psp.ledger.IntentState;
import dev.firstcome.psp.ledger.Ledger;
import dev.firstcome.psp.ledger.LedgerEntry;
import dev.firstcome.psp.ledger.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of an intent. It reads the ledger and changes nothing. */
final class IntentRules {
    private final Ledger ledger;
    private final Call call;

    IntentRules(Ledger ledger, Call call) {
        this.ledger = ledger;
        this.call = call;
    }

    Decision create(Command.CreateIntent command) {
        IntentState state = command.method() == null
                ? new IntentState.NeedsMethod(null, null)
                : new IntentState.NeedsConfirmation();
        Intent made = new Intent(
                Ids.intent(),
                ledger.intentTime(call.seconds()),
                command.order(),
                command.method(),
                state,
                Intent.Faults.NONE);
        Decision decision = command.confirm() ? confirmed(made) : Decision.done(made, List.of(), Giving.WHOLE);
        return Card.known(made.method()).fault() == CardFault.CREATE_TIMEOUT
                ? decision.given(Giving.WITHHELD)
                : decision;
    }

    Decision confirm(Command.ConfirmIntent command) {
        Intent known = known(command.intent());
        return switch (known.state()) {
            case IntentState.Processing _, IntentState.Succeeded _, IntentState.Canceled _ ->
                unexpected(known, "confirm");
            case IntentState.NeedsMethod _, IntentState.NeedsConfirmation _, IntentState.NeedsAction _ -> {
                Intent intent = command.method() == null ? known : known.payingBy(command.method());
                yield intent.method() == null ? withoutMethod(intent) : confirmed(intent);
            }
        };
    }

    private Intent known(String id) {
        Intent intent = ledger.intent(id);
        if (intent == null) {
            throw BadCall.missing("payment_intent", "intent", id);
        }
        return intent;
    }

    private Decision confirmed(Intent intent) {
        Card card = Card.known(intent.method());
        boolean first = !intent.faults().confirmed();
        Intent met = intent.met(new Intent.Faults(
                true, intent.faults().refunded(), intent.faults().held()));
        CardError decline = decline(card);
        if (decline != null) {
            return declined(met, decline);
        }
        return first ? metAtFirst(met, card) : passed(met, card);
    }

    private Decision metAtFirst(Intent intent, Card card) {
        return switch (card.fault()) {
            case TIMEOUT_BEFORE ->
                Decision.done(intent, List.of(), Giving.WITHHELD).answering(Answer.never());
            case ERROR_THEN_SUCCESS ->
                Decision.done(intent, List.of(), Giving.WHOLE).answering(broken());
            case WEBHOOK_REORDERED -> declinedQuietly(intent);
            default -> passed(intent, card);
        };
    }

    private Decision passed(Intent intent, Card card) {
        return switch (card.fault()) {
            case AUTHENTICATION -> Decision.done(intent.in(new IntentState.NeedsAction()), List.of(), Giving.WHOLE);
            case PROCESSING -> processing(intent, card);
            default -> charged(intent, card.fault());
        };
    }

    private @Nullable CardError decline(Card card) {
        boolean drawn = card.fault() == CardFault.NONE && call.faults().declines(call.draw());
        return drawn ? CardFault.GENERIC_DECLINE : card.fault().decline();
    }

    private Decision declined(Intent intent, CardError error) {
        Intent failed = intent.withoutMethod().in(new IntentState.NeedsMethod(error, intent.method()));
        return Decision.done(failed, List.of(event("payment_intent.payment_failed", failed)), Giving.WHOLE)
                .answering(Answer.problem(402, Problem.declined(error), failed));
    }

    /** Its event waits for the next one; the card stays, so that the next confirm need not name it again. */
    private Decision declinedQuietly(Intent intent) {
        CardError error = CardFault.GENERIC_DECLINE;
        Intent failed = intent.in(new IntentState.NeedsMethod(error, intent.method()));
        Event event = event("payment_intent.payment_failed", failed);
        Intent holding = failed.met(new Intent.Faults(true, failed.faults().refunded(), event));
        return Decision.done(holding, List.of(), Giving.WHOLE)
                .answering(Answer.problem(402, Problem.declined(error), failed));
    }

    private Decision processing(Intent intent, Card card) {
        Intent waiting = intent.in(new IntentState.Processing(call.at() + card.millis(), call.key()));
        return Decision.done(waiting, List.of(), Giving.WHOLE);
    }

    private Decision charged(Intent intent, CardFault fault) {
        Decision charged = captured(intent, call.key());
        return switch (fault) {
            case TIMEOUT_AFTER -> charged.given(Giving.WITHHELD);
            case DRIP -> charged.given(Giving.DRIPPED);
            case CUT -> charged.given(Giving.CUT);
            case WEBHOOK_EARLY -> charged.given(Giving.AFTER_EVENTS);
            case ERROR_AFTER -> charged.answering(broken());
            default -> charged;
        };
    }

    /** The end of processing. Nothing where it ended before. */
    @Nullable
    Decision settled(String id) {
        Intent intent = ledger.intent(id);
        return intent != null && intent.state() instanceof IntentState.Processing(long _, String key)
                ? captured(intent, key)
                : null;
    }

    private Decision captured(Intent intent, @Nullable String key) {
        Intent done = intent.in(new IntentState.Succeeded(Ids.charge()))
                .met(new Intent.Faults(true, intent.faults().refunded(), null));
        LedgerEntry entry = new LedgerEntry(
                ledger.nextEntry(),
                LedgerEntry.Type.CAPTURE,
                done.id(),
                null,
                done.order().amount(),
                done.order().currency(),
                done.order().paymentId(),
                key,
                call.at());
        return Decision.moved(done, entry, events("payment_intent.succeeded", done, intent), Giving.WHOLE);
    }

    Decision cancel(Command.CancelIntent command) {
        Intent known = known(command.intent());
        return switch (known.state()) {
            case IntentState.Processing _, IntentState.Succeeded _, IntentState.Canceled _ ->
                unexpected(known, "cancel");
            case IntentState.NeedsMethod _, IntentState.NeedsConfirmation _, IntentState.NeedsAction _ -> {
                Intent canceled = known.in(new IntentState.Canceled(call.seconds(), command.reason()))
                        .met(new Intent.Faults(true, known.faults().refunded(), null));
                yield Decision.done(canceled, events("payment_intent.canceled", canceled, known), Giving.WHOLE);
            }
        };
    }

    private List<Event> events(String type, Intent now, Intent before) {
        List<Event> events = new ArrayList<>(2);
        events.add(event(type, now));
        Event held = before.faults().held();
        if (held != null) {
            events.add(held);
        }
        return events;
    }

    private Event event(String type, Intent intent) {
        return new Event(Ids.event(), type, call.at(), call.origin(), intent, null);
    }

    private static Answer broken() {
        return Answer.problem(500, Problem.server(), null);
    }

    private static Decision unexpected(Intent intent, String verb) {
        String message = "You cannot " + verb + " this PaymentIntent because it has a status of "
                + intent.state().status() + ".";
        return Decision.refused(400, Problem.invalid("payment_intent_unexpected_state", message), intent);
    }

    private static Decision withoutMethod(Intent intent) {
        String message = "You cannot confirm this PaymentIntent because it's missing a payment method.";
        return Decision.refused(400, Problem.invalid("payment_intent_unexpected_state", message), intent);
    }
}
