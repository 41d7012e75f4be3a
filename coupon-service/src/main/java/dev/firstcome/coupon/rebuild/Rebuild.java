package dev.firstcome.coupon.rebuild;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rebuild of one partition.
 *
 * @param attempt number of the current attempt. Writes name their attempt, so that an earlier attempt changes nothing
 * @param failure a stable code if the rebuild has failed
 */
public record Rebuild(
        UUID id,
        Request request,
        Instant createdAt,
        RebuildState state,
        int attempt,
        boolean cancelled,
        @Nullable String failure,
        RebuildReport report,
        @Nullable Instant finishedAt) {
    /**
     * The request of an operator.
     *
     * @param campaignId restricts the report to this campaign; null: all campaigns of the partition
     * @param commandId the operator's idempotency key
     */
    public record Request(
            int partition,
            @Nullable UUID campaignId,
            RebuildMode mode,
            WhatIfTerms whatIf,
            UUID operator,
            String commandId) {}
}
