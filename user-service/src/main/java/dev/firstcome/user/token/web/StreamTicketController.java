package dev.firstcome.user.token.web;

import dev.firstcome.platform.problems.Problem;
import dev.firstcome.platform.streams.StreamCaller;
import dev.firstcome.platform.tokens.StreamTicketVerifier;
import dev.firstcome.user.token.StreamTicketIssuer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
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

/** Gives tickets for streams, for pages whose {@code EventSource} cannot send headers. */
@RestController
@Tag(name = "Streams")
class StreamTicketController {
    private static final Pattern STREAM = Pattern.compile("/(api|ops)(/[A-Za-z0-9_-]{1,100}){0,6}/events");

    private final StreamTicketIssuer tickets;

    StreamTicketController(StreamTicketIssuer tickets) {
        this.tickets = tickets;
    }

    record TicketRequest(@Nullable String path) {}

    /** @param expiresIn in seconds */
    record TicketAnswer(String ticket, long expiresIn) {
        @Override
        public String toString() {
            return "a ticket";
        }
    }

    @PostMapping("/api/stream-tickets")
    @Operation(
            summary = "Gives a ticket that opens the stream at this path once, as ?ticket=, within 30 s",
            description = "The stream ends with the access token of this call, as it would without a ticket.")
    ResponseEntity<TicketAnswer> ticket(
            @RequestBody TicketRequest request, @Parameter(hidden = true) @AuthenticationPrincipal Jwt token) {
        String path = request.path();
        if (path == null || !STREAM.matcher(path).matches()) {
            throw Problem.invalid("path", "the path of a stream, such as /api/messages/events");
        }
        StreamCaller caller = StreamCaller.of(token);
        List<String> roles = token.getClaimAsStringList("roles");
        String ticket = tickets.issue(caller.user(), roles == null ? List.of() : roles, caller.until(), path);
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(new TicketAnswer(ticket, StreamTicketVerifier.LIFE.toSeconds()));
    }
}
