package dev.firstcome.user.message.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.tokens.CurrentUser;
import dev.firstcome.user.message.Message;
import dev.firstcome.user.message.Messages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
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

    /** One page of messages. The last page has no {@code nextCursor}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<MessageBody> items, @Nullable UUID nextCursor) {}

    @GetMapping
    @Operation(summary = "The caller's messages, newest first")
    Page list(
            @Parameter(hidden = true) @CurrentUser UUID user,
            @RequestParam(required = false) @Nullable UUID cursor,
            @RequestParam(defaultValue = "20") int limit,
            Locale language) {
        if (limit < 1 || limit > PAGE_MAX) {
            throw ProblemException.invalid("limit", "1 to " + PAGE_MAX);
        }
        List<Message> found = messages.page(user, cursor, limit);
        return new Page(
                found.stream()
                        .map(message -> MessageBody.of(message, texts, language))
                        .toList(),
                found.size() < limit ? null : found.getLast().id());
    }
}
