package dev.firstcome.model;

import java.util.UUID;

/** What a later record made of a held request. */
public record LateDecision(UUID campaignId, UUID userId, long offset, Decision decision) {}
