package dev.firstcome.user.token.web;

import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.streams.EventStream.StreamSubscriber;
import dev.firstcome.platform.tokens.StreamTicketVerifier;
import dev.firstcome.user.token.StreamTicketIssuer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Issues stream tickets for browser clients, whose {@code EventSource} cannot send headers. */
@RestController
@Tag(name = "Streams")
class StreamTicketController {
    private static final Pattern STREAM_PATH = Pattern.compile("/(api|ops)(/[A-Za-z0-9_-]{1,100}){0,6}/events");

    private final StreamTicketIssuer tickets;

    StreamTicketController(StreamTicketIssuer tickets) {
        this.tickets = tickets;
    }

    record TicketRequest(@Nullable String path) {}

    /** @param expiresIn in seconds */
    record TicketResponse(String ticket, long expiresIn) {
        @Override
        public String toString() {
            return "(stream ticket)";
        }
    }

    @PostMapping("/api/stream-tickets")
    @Operation(
            summary = "Issues a single-use ticket for the stream at this path. Send it as ?ticket= within 30 s",
            description = "The stream ends when the access token of this request expires.")
    @ApiResponse(responseCode = "201", description = "The ticket")
    ResponseEntity<TicketResponse> ticket(
            @RequestBody TicketRequest request, @Parameter(hidden = true) @AuthenticationPrincipal Jwt token) {
        String path = request.path();
        if (path == null || !STREAM_PATH.matcher(path).matches()) {
            throw ProblemException.invalid("path", "the path of a stream, such as /api/messages/events");
        }
        StreamSubscriber caller = StreamSubscriber.of(token);
        List<String> roles = token.getClaimAsStringList("roles");
        String ticket = tickets.issue(caller.userId(), roles == null ? List.of() : roles, caller.expiresAt(), path);
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(new TicketResponse(ticket, StreamTicketVerifier.LIFETIME.toSeconds()));
    }
}
