package dev.firstcome.psp.ledger;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Money given back, or the try of it.
 *
 * @param intent the id of what was captured
 * @param created seconds of the epoch
 */
public record Refund(
        String id,
        long created,
        String intent,
        String charge,
        long amount,
        String currency,
        @Nullable String reason,
        Map<String, String> metadata,
        Status status)
        implements Listed {

    public enum Status {
        PENDING,
        SUCCEEDED,
        FAILED
    }

    public Refund {
        metadata = Order.frozen(metadata);
    }

    public Refund with(Status other) {
        return new Refund(id, created, intent, charge, amount, currency, reason, metadata, other);
    }

    /** Whether it lessens what is left of the capture. */
    public boolean counts() {
        return status != Status.FAILED;
    }
}
