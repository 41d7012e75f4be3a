package dev.firstcome.contracts.user;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Something that a user shall be told. The text is made when it is read, in the reader's language, of the kind and its
 * details.
 *
 * @param messageId in the user's bucket; a message that comes twice is one
 */
@EventType("user.message.v1")
public record UserMessage(UUID messageId, UUID userId, MessageKind kind, Map<String, String> details, Instant at) {}
