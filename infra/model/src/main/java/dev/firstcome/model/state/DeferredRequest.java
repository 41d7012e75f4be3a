package dev.firstcome.model.state;

import java.util.UUID;

/** A deferred request: its offset and its user. */
public record DeferredRequest(long offset, UUID userId) {}
