package dev.firstcome.payment.live.web;

import dev.firstcome.payment.live.PaymentFeed;
import dev.firstcome.payment.payment.PaymentDetails;
import dev.firstcome.payment.payment.PaymentDetailsFormat;
import dev.firstcome.payment.payment.Payments;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.streams.EventStream.StreamEvent;
import dev.firstcome.platform.streams.EventStream.StreamSubscriber;
import dev.firstcome.platform.streams.EventStreamServer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Streams the changes of one of the caller's payments. */
@RestController
@Tag(name = "Payments")
class PaymentStreamController {
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final EventStreamServer streams;
    private final PaymentFeed feed;
    private final Payments payments;
    private final PaymentDetailsFormat format;

    PaymentStreamController(
            EventStreamServer streams, PaymentFeed feed, Payments payments, PaymentDetailsFormat format) {
        this.streams = streams;
        this.feed = feed;
        this.payments = payments;
        this.format = format;
    }

    @GetMapping(path = "/api/payments/{paymentId}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            operationId = "streamPayment",
            summary = "Streams the payment on each change (SSE): events named payment; the event id is the version",
            description = "Starts with the current version, unless Last-Event-ID is this version. Ends with the reason"
                    + " COMPLETE when the payment is final and no refund is in progress. Sends a heartbeat"
                    + " every 10 s. Clients that cannot send headers use ?ticket= from POST"
                    + " /api/stream-tickets, and ?lastEventId=.")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(ref = "#/components/schemas/PaymentBody")))
    void events(
            @Parameter(hidden = true) @AuthenticationPrincipal Jwt token,
            @PathVariable UUID paymentId,
            @RequestHeader(name = LAST_EVENT_ID, required = false) @Nullable String lastEvent,
            @RequestParam(required = false) @Nullable String lastEventId,
            HttpServletResponse response) {
        StreamSubscriber caller = StreamSubscriber.of(token);
        long seen = parseVersion(lastEvent == null ? lastEventId : lastEvent);
        if (payments.find(paymentId)
                .filter(found -> found.userId().equals(caller.userId()))
                .isEmpty()) {
            throw ProblemException.notFound();
        }
        streams.serve(caller, response, stream -> feed.follow(paymentId, seen, stream, this::toEvent));
    }

    private StreamEvent toEvent(PaymentDetails payment) {
        return new StreamEvent(String.valueOf(payment.payment().version()), "payment", format.format(payment));
    }

    private static long parseVersion(@Nullable String eventId) {
        if (eventId == null || eventId.isEmpty()) {
            return 0;
        }
        if (!eventId.matches("\\d{1,18}")) {
            throw ProblemException.invalid(LAST_EVENT_ID, "must be an event id of this stream");
        }
        return Long.parseLong(eventId);
    }
}
