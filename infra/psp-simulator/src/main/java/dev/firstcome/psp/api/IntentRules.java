package dev.firstcome.psp.api;

import dev.firstcome.psp.card.CardFault;
import dev.firstcome.psp.card.TestCard;
import dev.firstcome.psp.ledger.ApiResponse;
import dev.firstcome.psp.ledger.CardError;
import dev.firstcome.psp.ledger.Event;
import dev.firstcome.psp.ledger.Intent;
import dev.firstcome.psp.ledger.IntentState;
import dev.firstcome.psp.ledger.Ledger;
import dev.firstcome.psp.ledger.LedgerEntry;
import dev.firstcome.psp.ledger.StripeError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides the result of each intent command. It reads the ledger and changes nothing. */
final class IntentRules {
    private final Ledger ledger;
    private final RequestContext request;

    IntentRules(Ledger ledger, RequestContext request) {
        this.ledger = ledger;
        this.request = request;
    }

    Decision create(Command.CreateIntent command) {
        IntentState state = command.method() == null
                ? new IntentState.NeedsMethod(null, null)
                : new IntentState.NeedsConfirmation();
        Intent created = new Intent(
                IdGenerator.intent(),
                ledger.intentTime(request.seconds()),
                command.order(),
                command.method(),
                state,
                Intent.FaultProgress.NONE);
        Decision decision = command.confirm()
                ? confirmed(created)
                : Decision.updated(created, List.of(), ResponseDelivery.COMPLETE);
        return TestCard.ofValidated(created.method()).fault() == CardFault.CREATE_TIMEOUT
                ? decision.withDelivery(ResponseDelivery.WITHHELD)
                : decision;
    }

    Decision confirm(Command.ConfirmIntent command) {
        Intent current = find(command.intent());
        return switch (current.state()) {
            case IntentState.Processing _, IntentState.Succeeded _, IntentState.Canceled _ ->
                unexpectedState(current, "confirm");
            case IntentState.NeedsMethod _, IntentState.NeedsConfirmation _, IntentState.NeedsAction _ -> {
                Intent intent = command.method() == null ? current : current.withMethod(command.method());
                yield intent.method() == null ? missingMethod(intent) : confirmed(intent);
            }
        };
    }

    private Intent find(String id) {
        Intent intent = ledger.intent(id);
        if (intent == null) {
            throw RejectedRequestException.notFound("payment_intent", "intent", id);
        }
        return intent;
    }

    private Decision confirmed(Intent intent) {
        TestCard card = TestCard.ofValidated(intent.method());
        boolean first = !intent.faults().confirmed();
        Intent attempted = intent.withFaultProgress(new Intent.FaultProgress(
                true, intent.faults().refunded(), intent.faults().deferredEvent()));
        CardError decline = decline(card);
        if (decline != null) {
            return declined(attempted, decline);
        }
        return first ? firstAttempt(attempted, card) : accepted(attempted, card);
    }

    private Decision firstAttempt(Intent intent, TestCard card) {
        return switch (card.fault()) {
            case TIMEOUT_BEFORE ->
                Decision.updated(intent, List.of(), ResponseDelivery.WITHHELD).withResponse(ApiResponse.neverSent());
            case ERROR_THEN_SUCCESS ->
                Decision.updated(intent, List.of(), ResponseDelivery.COMPLETE).withResponse(serverError());
            case WEBHOOK_REORDERED -> declinedWithDeferredEvent(intent);
            default -> accepted(intent, card);
        };
    }

    private Decision accepted(Intent intent, TestCard card) {
        return switch (card.fault()) {
            case AUTHENTICATION ->
                Decision.updated(intent.withState(new IntentState.NeedsAction()), List.of(), ResponseDelivery.COMPLETE);
            case PROCESSING -> processing(intent, card);
            default -> charged(intent, card.fault());
        };
    }

    private @Nullable CardError decline(TestCard card) {
        boolean drawn = card.fault() == CardFault.NONE && request.faults().declines(request.drawKey());
        return drawn ? CardFault.GENERIC_DECLINE : card.fault().decline();
    }

    private Decision declined(Intent intent, CardError error) {
        Intent failed = intent.withoutMethod().withState(new IntentState.NeedsMethod(error, intent.method()));
        return Decision.updated(
                        failed, List.of(event("payment_intent.payment_failed", failed)), ResponseDelivery.COMPLETE)
                .withResponse(ApiResponse.error(402, StripeError.cardDeclined(error), failed));
    }

    /** Declines once and defers the event until the next one. The card stays, so that the next confirm can omit it. */
    private Decision declinedWithDeferredEvent(Intent intent) {
        CardError error = CardFault.GENERIC_DECLINE;
        Intent failed = intent.withState(new IntentState.NeedsMethod(error, intent.method()));
        Event event = event("payment_intent.payment_failed", failed);
        Intent withDeferredEvent = failed.withFaultProgress(
                new Intent.FaultProgress(true, failed.faults().refunded(), event));
        return Decision.updated(withDeferredEvent, List.of(), ResponseDelivery.COMPLETE)
                .withResponse(ApiResponse.error(402, StripeError.cardDeclined(error), failed));
    }

    private Decision processing(Intent intent, TestCard card) {
        Intent processing = intent.withState(new IntentState.Processing(request.at() + card.millis(), request.key()));
        return Decision.updated(processing, List.of(), ResponseDelivery.COMPLETE);
    }

    private Decision charged(Intent intent, CardFault fault) {
        Decision charged = captured(intent, request.key());
        return switch (fault) {
            case TIMEOUT_AFTER -> charged.withDelivery(ResponseDelivery.WITHHELD);
            case DRIP -> charged.withDelivery(ResponseDelivery.DRIPPED);
            case CUT -> charged.withDelivery(ResponseDelivery.TRUNCATED);
            case WEBHOOK_EARLY -> charged.withDelivery(ResponseDelivery.AFTER_EVENTS);
            case ERROR_AFTER -> charged.withResponse(serverError());
            default -> charged;
        };
    }

    /** Captures an intent after processing; null if it is no longer processing. */
    @Nullable
    Decision completeProcessing(String id) {
        Intent intent = ledger.intent(id);
        return intent != null && intent.state() instanceof IntentState.Processing(long _, String key)
                ? captured(intent, key)
                : null;
    }

    private Decision captured(Intent intent, @Nullable String key) {
        Intent succeeded = intent.withState(new IntentState.Succeeded(IdGenerator.charge()))
                .withFaultProgress(
                        new Intent.FaultProgress(true, intent.faults().refunded(), null));
        LedgerEntry entry = new LedgerEntry(
                ledger.nextEntry(),
                LedgerEntry.Type.CAPTURE,
                succeeded.id(),
                null,
                succeeded.order().amount(),
                succeeded.order().currency(),
                succeeded.order().paymentId(),
                key,
                request.at());
        return Decision.captured(
                succeeded, entry, events("payment_intent.succeeded", succeeded, intent), ResponseDelivery.COMPLETE);
    }

    Decision cancel(Command.CancelIntent command) {
        Intent current = find(command.intent());
        return switch (current.state()) {
            case IntentState.Processing _, IntentState.Succeeded _, IntentState.Canceled _ ->
                unexpectedState(current, "cancel");
            case IntentState.NeedsMethod _, IntentState.NeedsConfirmation _, IntentState.NeedsAction _ -> {
                Intent canceled = current.withState(new IntentState.Canceled(request.seconds(), command.reason()))
                        .withFaultProgress(
                                new Intent.FaultProgress(true, current.faults().refunded(), null));
                yield Decision.updated(
                        canceled, events("payment_intent.canceled", canceled, current), ResponseDelivery.COMPLETE);
            }
        };
    }

    private List<Event> events(String type, Intent after, Intent before) {
        List<Event> events = new ArrayList<>(2);
        events.add(event(type, after));
        Event deferred = before.faults().deferredEvent();
        if (deferred != null) {
            events.add(deferred);
        }
        return events;
    }

    private Event event(String type, Intent intent) {
        return new Event(IdGenerator.event(), type, request.at(), request.origin(), intent, null);
    }

    private static ApiResponse serverError() {
        return ApiResponse.error(500, StripeError.internal(), null);
    }

    private static Decision unexpectedState(Intent intent, String verb) {
        String message = "You cannot " + verb + " this PaymentIntent because it has a status of "
                + intent.state().status() + ".";
        return Decision.rejected(400, StripeError.invalidRequest("payment_intent_unexpected_state", message), intent);
    }

    private static Decision missingMethod(Intent intent) {
        String message = "You cannot confirm this PaymentIntent because it's missing a payment method.";
        return Decision.rejected(400, StripeError.invalidRequest("payment_intent_unexpected_state", message), intent);
    }
}
