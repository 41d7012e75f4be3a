package dev.firstcome.user.message;

import dev.firstcome.contracts.user.MessageKind;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * An in-app message to a user.
 *
 * @param id sorts by creation time
 */
public record Message(UUID id, UUID userId, MessageKind kind, Map<String, String> details, Instant sentAt) {}
