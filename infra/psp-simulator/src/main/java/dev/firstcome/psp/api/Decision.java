package dev.firstcome.psp.api;

import dev.firstcome.psp.ledger.ApiResponse;
import dev.firstcome.psp.ledger.Event;
import dev.firstcome.psp.ledger.Intent;
import dev.firstcome.psp.ledger.LedgerChange;
import dev.firstcome.psp.ledger.LedgerEntry;
import dev.firstcome.psp.ledger.Refund;
import dev.firstcome.psp.ledger.StripeError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The decided result of a request: its response and its change, which is not applied yet. */
record Decision(ApiResponse response, LedgerChange change, ResponseDelivery delivery) {
    static Decision updated(Intent intent, List<Event> events, ResponseDelivery delivery) {
        return new Decision(ApiResponse.of(intent), change(intent, null, events), delivery);
    }

    static Decision captured(Intent intent, LedgerEntry entry, List<Event> events, ResponseDelivery delivery) {
        return new Decision(ApiResponse.of(intent), change(intent, entry, events), delivery);
    }

    static Decision refunded(Refund refund, LedgerChange change, ResponseDelivery delivery) {
        return new Decision(ApiResponse.of(refund), change, delivery);
    }

    /**
     * Rejects the request because of the ledger state. Nothing changes, but the response is stored for its idempotency
     * key.
     */
    static Decision rejected(int status, StripeError error, @Nullable Intent embedded) {
        return new Decision(
                ApiResponse.error(status, error, embedded), change(null, null, List.of()), ResponseDelivery.COMPLETE);
    }

    static LedgerChange change(@Nullable Intent intent, @Nullable LedgerEntry entry, List<Event> events) {
        return new LedgerChange(intent, null, entry, events, null, null);
    }

    Decision withResponse(ApiResponse other) {
        return new Decision(other, change, delivery);
    }

    Decision withDelivery(ResponseDelivery other) {
        return new Decision(response, change, other);
    }
}
