package dev.firstcome.psp.ledger;

/**
 * The first answer to an idempotency key.
 *
 * @param print of the path and the parameters that the key was used with
 * @param at milliseconds of the epoch
 */
public record KeptAnswer(String key, String print, String requestId, long at, Answer answer) {}
