package dev.firstcome.model.state;

import java.util.UUID;

/** The decision of a later record on a deferred request. */
public record DeferredDecision(UUID campaignId, UUID userId, long offset, Decision decision) {}
