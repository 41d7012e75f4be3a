package dev.firstcome.psp.api;

import dev.firstcome.psp.card.Faults;
import dev.firstcome.psp.ledger.Event;
import org.jspecify.annotations.Nullable;

/**
 * The context of one request.
 *
 * @param key idempotency key
 * @param at epoch milliseconds
 * @param faults the faults that were active when the request arrived
 */
public record RequestContext(String requestId, @Nullable String key, long at, Faults faults) {
    long seconds() {
        return at / 1000;
    }

    Event.Origin origin() {
        return new Event.Origin(requestId, key);
    }

    /** Returns the key that determines the random draws of fault shares. */
    String drawKey() {
        return key == null ? requestId : key;
    }
}
