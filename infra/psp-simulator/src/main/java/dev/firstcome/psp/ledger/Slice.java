package dev.firstcome.psp.ledger;

import org.jspecify.annotations.Nullable;

/**
 * The part of a list that is asked for.
 *
 * @param createdMin seconds of the epoch, inclusive
 * @param createdMax seconds of the epoch, inclusive
 */
public record Slice(
        long createdMin,
        long createdMax,
        int limit,
        @Nullable String startingAfter) {}
