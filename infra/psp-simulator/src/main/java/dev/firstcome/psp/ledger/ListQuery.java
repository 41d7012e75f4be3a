package dev.firstcome.psp.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Range and page size of a list request.
 *
 * @param createdMin epoch seconds, inclusive
 * @param createdMax epoch seconds, inclusive
 */
public record ListQuery(
        long createdMin,
        long createdMax,
        int limit,
        @Nullable String startingAfter) {}
