package dev.firstcome.user.message.web;

import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.streams.EventStream.StreamEvent;
import dev.firstcome.platform.streams.EventStream.StreamSubscriber;
import dev.firstcome.platform.streams.EventStreamServer;
import dev.firstcome.user.message.MessageFeed;
import dev.firstcome.user.message.PositionedMessage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.ObjectMapper;

/** Streams the caller's messages as server-sent events. */
@RestController
@Tag(name = "Messages")
class MessageStreamController {
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final EventStreamServer streams;
    private final MessageFeed feed;
    private final MessageSource texts;
    private final ObjectMapper json;

    MessageStreamController(EventStreamServer streams, MessageFeed feed, MessageSource texts, ObjectMapper json) {
        this.streams = streams;
        this.feed = feed;
        this.texts = texts;
        this.json = json;
    }

    @GetMapping(path = "/api/messages/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "The caller's new messages (SSE): events named message, in order",
            description = "Starts with the newest 20 messages, or after Last-Event-ID. An id after the newest message"
                    + " counts as none. Sends a heartbeat every 10 s."
                    + " Ends when the access token expires. Clients that cannot send headers use ?ticket="
                    + " from POST /api/stream-tickets, and ?lastEventId=.")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(implementation = MessageBody.class)))
    void events(
            @Parameter(hidden = true) @AuthenticationPrincipal Jwt token,
            @RequestHeader(name = LAST_EVENT_ID, required = false) @Nullable String lastEvent,
            @RequestParam(required = false) @Nullable String lastEventId,
            Locale language,
            HttpServletResponse response) {
        StreamSubscriber caller = StreamSubscriber.of(token);
        Long after = position(lastEvent == null ? lastEventId : lastEvent);
        streams.serve(
                caller,
                response,
                stream -> feed.follow(caller.userId(), after, stream, message -> event(message, language)));
    }

    private StreamEvent event(PositionedMessage message, Locale language) {
        return new StreamEvent(
                String.valueOf(message.position()),
                "message",
                json.writeValueAsString(MessageBody.of(message.message(), texts, language)));
    }

    private static @Nullable Long position(@Nullable String eventId) {
        if (eventId == null || eventId.isEmpty()) {
            return null;
        }
        if (!eventId.matches("\\d{1,18}")) {
            throw ProblemException.invalid(LAST_EVENT_ID, "an event id of this stream");
        }
        return Long.valueOf(eventId);
    }
}
