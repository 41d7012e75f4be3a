package dev.firstcome.psp.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The first response of an idempotency key.
 *
 * @param parametersHash hash of the path and the parameters of the first request
 * @param at epoch milliseconds
 */
public record StoredResponse(
        String key,
        @JsonProperty("print") String parametersHash,
        String requestId,
        long at,
        @JsonProperty("answer") ApiResponse response) {}
