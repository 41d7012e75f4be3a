package dev.firstcome.payment.checkout.web;

import dev.firstcome.payment.checkout.Checkout;
import dev.firstcome.payment.checkout.CheckoutOutcome;
import dev.firstcome.payment.checkout.Order;
import dev.firstcome.payment.idempotency.Fingerprint;
import dev.firstcome.payment.idempotency.IdempotencyKeys.IdempotentRequest;
import dev.firstcome.platform.openapi.ProblemCodes;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.tokens.CurrentUser;
import dev.firstcome.platform.web.IdempotencyKey;
import dev.firstcome.platform.web.IdempotencyKey.StoredResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Creates payments from orders. */
@RestController
@Tag(name = "Payments")
class CheckoutController {
    private static final String OPERATION = "POST /api/payments";
    private static final String CONFIRM = "X-Confirm-Duplicate";
    private static final Duration BUSY_RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSED_RETRY = Duration.ofSeconds(10);
    private static final Duration CLOSED_RETRY_MAX = Duration.ofMinutes(5);

    private final Checkout checkout;
    private final CheckoutMeters meters;
    private final Clock clock;

    CheckoutController(Checkout checkout, CheckoutMeters meters, Clock clock) {
        this.checkout = checkout;
        this.meters = meters;
        this.clock = clock;
    }

    @PostMapping("/api/payments")
    @Operation(
            operationId = "createPayment",
            summary = "Creates a payment for an order; its processing continues after the response",
            description =
                    "The catalog sets the prices, and the wallet sets the coupon's discount. An Idempotency-Key creates at most one"
                            + " payment: a repeated request gets the same response, byte for byte, with"
                            + " Idempotency-Replayed: true, for at least 24 hours. An equal order under another key within"
                            + " one minute is rejected as a suspected duplicate, unless X-Confirm-Duplicate: true confirms"
                            + " it.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = OrderBody.class))))
    @ApiResponse(
            responseCode = "202",
            description = "The accepted payment; Location is its URL",
            content = @Content(schema = @Schema(implementation = JsonCheckoutResponses.AcceptedBody.class)))
    @ProblemCodes(status = HttpStatus.BAD_REQUEST, value = "IDEMPOTENCY_KEY_MISSING")
    @ProblemCodes(
            status = HttpStatus.CONFLICT,
            value = {
                "IDEMPOTENCY_IN_PROGRESS",
                "DUPLICATE_SUSPECTED",
                "COUPON_NOT_AVAILABLE",
                "OUT_OF_STOCK",
                "PRODUCT_NOT_AVAILABLE",
                "CURRENCIES_DIFFER",
                "AMOUNT_TOO_LARGE"
            })
    @ProblemCodes(status = HttpStatus.UNPROCESSABLE_CONTENT, value = "IDEMPOTENCY_MISMATCH")
    @ProblemCodes(
            status = HttpStatus.SERVICE_UNAVAILABLE,
            value = {"PAYMENTS_CLOSED", "PROVIDER_UNAVAILABLE"})
    ResponseEntity<byte[]> order(
            @Parameter(hidden = true) @CurrentUser UUID userId,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
            @RequestHeader(name = CONFIRM, required = false) @Nullable String confirm,
            @Parameter(hidden = true) @RequestBody(required = false) @Nullable JsonNode body) {
        if (key == null) {
            throw ProblemException.of(HttpStatus.BAD_REQUEST, "IDEMPOTENCY_KEY_MISSING");
        }
        IdempotencyKey parsed = IdempotencyKey.parse(key);
        OrderRequestParser parser = new OrderRequestParser(body);
        Order order = parser.parse(userId, "true".equals(confirm));
        IdempotentRequest request =
                new IdempotentRequest(userId, OPERATION, parsed.value(), Fingerprint.of(parser.body()));
        meters.recordOrder(order);
        CheckoutOutcome outcome = checkout.submit(order, request);
        meters.count(outcome, request);
        return respond(outcome);
    }

    private ResponseEntity<byte[]> respond(CheckoutOutcome outcome) {
        return switch (outcome) {
            case CheckoutOutcome.Answered(var response, var replayed) ->
                StoredResponse.of(response.status(), response.location(), response.body(), replayed);
            case CheckoutOutcome.Busy(var paymentId) -> throw busy(paymentId);
            case CheckoutOutcome.Mismatch() ->
                throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "IDEMPOTENCY_MISMATCH");
            case CheckoutOutcome.DuplicateSuspected(var paymentId) ->
                throw ProblemException.of(HttpStatus.CONFLICT, "DUPLICATE_SUSPECTED")
                        .with("paymentId", paymentId);
            case CheckoutOutcome.Closed closed -> throw closed(closed);
            case CheckoutOutcome.ProviderDown(var retryAfter) ->
                throw ProblemException.of(HttpStatus.SERVICE_UNAVAILABLE, "PROVIDER_UNAVAILABLE")
                        .retryAfter(retryAfter);
            case CheckoutOutcome.ShopDown() -> throw ProblemException.unavailable();
        };
    }

    private static ProblemException busy(UUID paymentId) {
        ProblemException problem = ProblemException.of(HttpStatus.CONFLICT, "IDEMPOTENCY_IN_PROGRESS")
                .with("paymentId", paymentId)
                .retryAfter(BUSY_RETRY);
        problem.getHeaders().setLocation(URI.create("/api/payments/" + paymentId));
        return problem;
    }

    private ProblemException closed(CheckoutOutcome.Closed closed) {
        ProblemException problem = ProblemException.of(HttpStatus.SERVICE_UNAVAILABLE, "PAYMENTS_CLOSED")
                .with("reason", closed.reason());
        if (closed.until() == null) {
            return problem.retryAfter(CLOSED_RETRY);
        }
        Duration remaining = Duration.between(clock.instant(), closed.until()).plusSeconds(1);
        return problem.with("until", closed.until())
                .retryAfter(remaining.compareTo(CLOSED_RETRY_MAX) < 0 ? remaining : CLOSED_RETRY_MAX);
    }
}
