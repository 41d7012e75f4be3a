package dev.firstcome.psp.ledger;

/**
 * The first response of an idempotency key.
 *
 * @param parametersHash hash of the path and the parameters of the first request
 * @param at epoch milliseconds
 */
public record StoredResponse(String key, String parametersHash, String requestId, long at, ApiResponse response) {}
