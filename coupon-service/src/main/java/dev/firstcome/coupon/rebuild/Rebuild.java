package dev.firstcome.coupon.rebuild;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rebuild of one partition.
 *
 * @param attempt how often it was begun; who works on it names the attempt, so that an earlier one changes nothing more
 * @param failure a stable code, where it has failed
 */
public record Rebuild(
        UUID id,
        Wish wish,
        Instant createdAt,
        RebuildState state,
        int attempt,
        boolean cancelled,
        @Nullable String failure,
        RebuildReport report,
        @Nullable Instant finishedAt) {
    /**
     * What an operator asked for.
     *
     * @param campaignId whose users it tells of; null: those of all campaigns of the partition
     * @param commandId the operator's own name for it, by which a repetition is known
     */
    public record Wish(
            int partition,
            @Nullable UUID campaignId,
            RebuildMode mode,
            WhatIf whatIf,
            UUID operator,
            String commandId) {}
}
