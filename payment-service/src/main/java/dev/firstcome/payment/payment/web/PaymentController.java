package dev.firstcome.payment.payment.web;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentCanceller;
import dev.firstcome.payment.payment.PaymentDetailsReader;
import dev.firstcome.payment.payment.Payments;
import dev.firstcome.platform.openapi.ProblemCodes;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.tokens.CurrentUser;
import dev.firstcome.platform.web.CursorPage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Payments of the signed-in user. */
@RestController
@RequestMapping("/api/payments")
@Tag(name = "Payments")
class PaymentController {
    private static final int PAGE_MAX = 100;
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Payments payments;
    private final PaymentDetailsReader details;
    private final PaymentCanceller canceller;

    PaymentController(Payments payments, PaymentDetailsReader details, PaymentCanceller canceller) {
        this.payments = payments;
        this.details = details;
        this.canceller = canceller;
    }

    @GetMapping
    @Operation(operationId = "listPayments", summary = "Lists the user's payments, newest first")
    CursorPage<PaymentBody, UUID> list(
            @Parameter(hidden = true) @CurrentUser UUID userId,
            @RequestParam(required = false) @Nullable UUID cursor,
            @RequestParam(defaultValue = "20") int limit) {
        return CursorPage.read(
                new CursorPage.Limit(limit, PAGE_MAX),
                count -> payments.page(userId, cursor, count),
                PaymentBody::of,
                Payment::id);
    }

    @GetMapping("/{paymentId}")
    @Operation(
            operationId = "getPayment",
            summary =
                    "Returns a payment with its history; while it is not final, Retry-After gives the polling interval")
    ResponseEntity<PaymentBody> show(@Parameter(hidden = true) @CurrentUser UUID userId, @PathVariable UUID paymentId) {
        return payments.find(paymentId)
                .filter(found -> found.userId().equals(userId))
                .map(found -> respond(HttpStatus.OK, found))
                .orElseThrow(ProblemException::notFound);
    }

    @PostMapping("/{paymentId}/cancel")
    @Operation(
            operationId = "cancelPayment",
            summary =
                    "Cancels a payment that is not being charged; 409 NOT_CANCELLABLE afterwards, 503 PAYMENTS_CLOSED while its"
                            + " database is being reconciled after a failover")
    @ApiResponse(responseCode = "202", description = "The cancelled payment")
    @ProblemCodes(status = HttpStatus.CONFLICT, value = "NOT_CANCELLABLE")
    @ProblemCodes(status = HttpStatus.SERVICE_UNAVAILABLE, value = "PAYMENTS_CLOSED")
    ResponseEntity<PaymentBody> cancel(
            @Parameter(hidden = true) @CurrentUser UUID userId, @PathVariable UUID paymentId) {
        return switch (canceller.cancel(userId, paymentId)) {
            case PaymentCanceller.Outcome.Cancelled(var payment) -> respond(HttpStatus.ACCEPTED, payment);
            case PaymentCanceller.Outcome.TooLate(var state) ->
                throw ProblemException.of(HttpStatus.CONFLICT, "NOT_CANCELLABLE")
                        .with("state", state);
            case PaymentCanceller.Outcome.NotFound() -> throw ProblemException.notFound();
            case PaymentCanceller.Outcome.ShardBlocked(var reason) ->
                throw ProblemException.of(HttpStatus.SERVICE_UNAVAILABLE, "PAYMENTS_CLOSED")
                        .with("reason", reason)
                        .retryAfter(LATER);
        };
    }

    private ResponseEntity<PaymentBody> respond(HttpStatus status, Payment payment) {
        ResponseEntity.BodyBuilder response = ResponseEntity.status(status);
        if (!payment.state().isFinal()) {
            Duration retryAfter = payment.state() == PaymentState.UNKNOWN ? LATER : SOON;
            response.header(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
        }
        return response.body(PaymentBody.of(details.read(payment)));
    }
}
