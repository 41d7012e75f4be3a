package dev.firstcome.psp.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * An immutable record of one money movement.
 *
 * @param entry consecutive number from 1, without gaps
 * @param payment the client's payment id from the metadata of the intent
 * @param idempotencyKey of the request that moved the money
 * @param at epoch milliseconds
 */
public record LedgerEntry(
        long entry,
        Type type,
        String intent,
        @Nullable String refund,
        long amount,
        String currency,
        @Nullable String payment,
        @Nullable String idempotencyKey,
        long at) {

    public enum Type {
        @JsonProperty("capture")
        CAPTURE,
        @JsonProperty("refund")
        REFUND
    }
}
