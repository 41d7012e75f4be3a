package dev.firstcome.user.message.web;

import dev.firstcome.platform.tokens.CurrentUser;
import dev.firstcome.platform.web.CursorPage;
import dev.firstcome.user.message.Message;
import dev.firstcome.user.message.Messages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists the caller's messages. */
@RestController
@RequestMapping("/api/messages")
@Tag(name = "Messages")
class MessageController {
    private static final int PAGE_MAX = 100;

    private final Messages messages;
    private final MessageSource texts;

    MessageController(Messages messages, MessageSource texts) {
        this.messages = messages;
        this.texts = texts;
    }

    @GetMapping
    @Operation(summary = "The caller's messages, newest first")
    CursorPage<MessageBody, UUID> list(
            @Parameter(hidden = true) @CurrentUser UUID user,
            @RequestParam(required = false) @Nullable UUID cursor,
            @RequestParam(defaultValue = "20") int limit,
            Locale language) {
        return CursorPage.read(
                new CursorPage.Limit(limit, PAGE_MAX),
                count -> messages.page(user, cursor, count),
                message -> MessageBody.of(message, texts, language),
                Message::id);
    }
}
