package dev.firstcome.coupon.intake.web;

import dev.firstcome.coupon.intake.QueuePositionStreams;
import dev.firstcome.coupon.intake.QueuedRequest;
import dev.firstcome.coupon.intake.RequestStatus;
import dev.firstcome.coupon.intake.RequestStatusService;
import dev.firstcome.platform.openapi.ProblemCodes;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.streams.EventStream.StreamEvent;
import dev.firstcome.platform.streams.EventStream.StreamSubscriber;
import dev.firstcome.platform.streams.EventStreamServer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.ObjectMapper;

/** Streams the status of a request as server-sent events. */
@RestController
@Tag(name = "Queue")
class RequestStreamController {
    private static final int EVENT_ID_MAX = 40;

    private final EventStreamServer streams;
    private final RequestStatusService statuses;
    private final QueuePositionStreams positions;
    private final ObjectMapper json;

    RequestStreamController(
            EventStreamServer streams,
            RequestStatusService statuses,
            QueuePositionStreams positions,
            ObjectMapper json) {
        this.streams = streams;
        this.statuses = statuses;
        this.positions = positions;
        this.json = json;
    }

    @GetMapping(
            path = "/api/campaigns/{campaignId}/requests/{requestId}/events",
            produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            operationId = "streamRequest",
            summary = "The status of a request as a stream (SSE): events named request, until it is issued or rejected")
    @Parameter(name = "Last-Event-ID", in = ParameterIn.HEADER, schema = @Schema(type = "string", maxLength = 40))
    @Parameter(name = "lastEventId", in = ParameterIn.QUERY, schema = @Schema(type = "string", maxLength = 40))
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(implementation = RequestStatusBody.class)))
    @ProblemCodes(status = HttpStatus.SERVICE_UNAVAILABLE, value = "RECOVERING")
    void events(
            @PathVariable UUID campaignId,
            @PathVariable String requestId,
            @Parameter(hidden = true) @AuthenticationPrincipal Jwt token,
            HttpServletRequest request,
            HttpServletResponse response) {
        StreamSubscriber subscriber = StreamSubscriber.of(token);
        String lastEventId = lastEventId(request);
        QueuedRequest queued =
                statuses.find(campaignId, requestId, subscriber.userId()).orElseThrow(ProblemException::notFound);
        streams.serve(
                subscriber,
                response,
                stream -> positions.subscribe(queued, lastEventId, stream, status -> event(requestId, status)));
    }

    /** Reads the header, or the query parameter for clients that cannot send headers. */
    private static @Nullable String lastEventId(HttpServletRequest request) {
        String header = request.getHeader("Last-Event-ID");
        String id = header == null ? request.getParameter("lastEventId") : header;
        if (id != null && id.length() > EVENT_ID_MAX) {
            throw ProblemException.invalid("Last-Event-ID", "the id of an event of this stream");
        }
        return id;
    }

    private StreamEvent event(String requestId, RequestStatus status) {
        RequestStatusBody body = RequestStatusBody.of(requestId, status);
        return new StreamEvent(body.eventId(), "request", json.writeValueAsString(body));
    }
}
