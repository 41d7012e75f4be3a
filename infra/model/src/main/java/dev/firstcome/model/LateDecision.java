package dev.firstcome.model;

import java.util.UUID;

/** The decision of a later record on a deferred request. */
public record LateDecision(UUID campaignId, UUID userId, long offset, Decision decision) {}
