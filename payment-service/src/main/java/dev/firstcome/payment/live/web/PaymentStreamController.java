package dev.firstcome.payment.live.web;

import dev.firstcome.payment.live.PaymentFeed;
import dev.firstcome.payment.payment.PaymentTexts;
import dev.firstcome.payment.payment.Payments;
import dev.firstcome.payment.payment.WholePayment;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.streams.EventStreamServer;
import dev.firstcome.platform.streams.StreamEvent;
import dev.firstcome.platform.streams.StreamSubscriber;
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

/** What becomes of one of the caller's payments, as it happens. */
@RestController
@Tag(name = "Payments")
class PaymentStreamController {
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final EventStreamServer streams;
    private final PaymentFeed feed;
    private final Payments payments;
    private final PaymentTexts texts;

    PaymentStreamController(EventStreamServer streams, PaymentFeed feed, Payments payments, PaymentTexts texts) {
        this.streams = streams;
        this.feed = feed;
        this.payments = payments;
        this.texts = texts;
    }

    @GetMapping(path = "/api/payments/{paymentId}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            operationId = "streamPayment",
            summary = "The payment each time it changes (SSE): events named payment, whose id is its version",
            description =
                    "Begins with the payment as it is, unless Last-Event-ID says that this was seen. Ends when it has ended"
                            + " and no refund is on its way, with the reason COMPLETE. A heartbeat every 10 s. Where no"
                            + " header can be sent: ?ticket= from POST /api/stream-tickets, and ?lastEventId=.")
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
        long seen = version(lastEvent == null ? lastEventId : lastEvent);
        if (payments.find(paymentId)
                .filter(found -> found.userId().equals(caller.userId()))
                .isEmpty()) {
            throw ProblemException.notFound();
        }
        streams.serve(caller, response, stream -> feed.follow(paymentId, seen, stream, this::event));
    }

    private StreamEvent event(WholePayment payment) {
        return new StreamEvent(String.valueOf(payment.payment().version()), "payment", texts.of(payment));
    }

    private static long version(@Nullable String eventId) {
        if (eventId == null || eventId.isEmpty()) {
            return 0;
        }
        if (!eventId.matches("\\d{1,18}")) {
            throw ProblemException.invalid(LAST_EVENT_ID, "the id of an event of this stream");
        }
        return Long.parseLong(eventId);
    }
}
