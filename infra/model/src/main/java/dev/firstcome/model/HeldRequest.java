package dev.firstcome.model;

import java.util.UUID;

/** A request that was held: its offset and its user. */
public record HeldRequest(long offset, UUID userId) {}
