package dev.firstcome.user.message.web;

import dev.firstcome.contracts.user.MessageKind;
import dev.firstcome.user.message.Message;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.MessageSource;

/** A message in its reader's language. */
record MessageBody(UUID messageId, MessageKind kind, String text, Instant sentAt) {
    static MessageBody of(Message message, MessageSource texts, Locale language) {
        Map<String, String> details = message.details();
        Object[] parts = {details.getOrDefault("campaign", ""), details.getOrDefault("why", "")};
        String text = texts.getMessage("message." + message.kind(), parts, language);
        return new MessageBody(message.id(), message.kind(), text.strip(), message.sentAt());
    }
}
