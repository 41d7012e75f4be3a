package dev.firstcome.user.message;

import dev.firstcome.contracts.user.MessageKind;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Something that a user was told.
 *
 * @param id sorts by the time it was made at
 */
public record Message(UUID id, UUID userId, MessageKind kind, Map<String, String> details, Instant sentAt) {}
