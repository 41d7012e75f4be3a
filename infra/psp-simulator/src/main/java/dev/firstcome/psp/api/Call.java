package dev.firstcome.psp.api;

import dev.firstcome.psp.card.Faults;
import dev.firstcome.psp.ledger.Event;
import org.jspecify.annotations.Nullable;

/**
 * The circumstances of one call.
 *
 * @param key idempotency key
 * @param at milliseconds of the epoch
 * @param faults switched on when it came
 */
public record Call(String requestId, @Nullable String key, long at, Faults faults) {
    long seconds() {
        return at / 1000;
    }

    Event.Origin origin() {
        return new Event.Origin(requestId, key);
    }

    /** What the shares of the faults are drawn by. */
    String draw() {
        return key == null ? requestId : key;
    }
}
