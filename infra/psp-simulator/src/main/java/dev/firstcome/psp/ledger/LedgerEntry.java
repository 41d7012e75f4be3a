package dev.firstcome.psp.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Money that moved. Entries are never changed.
 *
 * @param entry its number: 1, 2, 3, without gaps
 * @param payment the shop's number of the payment, from the metadata of the intent
 * @param idempotencyKey of the call that moved it
 * @param at milliseconds of the epoch
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
