package dev.firstcome.psp.ledger;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A successful or failed refund.
 *
 * @param intent the id of the captured intent
 * @param created epoch seconds
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
        implements ListItem {

    public enum Status {
        PENDING,
        SUCCEEDED,
        FAILED
    }

    public Refund {
        metadata = PaymentOrder.immutableCopy(metadata);
    }

    public Refund withStatus(Status other) {
        return new Refund(id, created, intent, charge, amount, currency, reason, metadata, other);
    }

    /** Returns whether this refund reduces the refundable amount. */
    public boolean reducesCapture() {
        return status != Status.FAILED;
    }
}
