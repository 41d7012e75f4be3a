package dev.firstcome.contracts.user;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A message to a user. user-service creates the text when the user reads it, in the language of the user, from the kind
 * and the details.
 *
 * @param messageId in the user's bucket; user-service ignores a repeated id
 */
@EventType("user.message.v1")
public record UserMessage(UUID messageId, UUID userId, MessageKind kind, Map<String, String> details, Instant at) {}
