package dev.firstcome.payment.refund.web;

import dev.firstcome.payment.idempotency.Fingerprint;
import dev.firstcome.payment.idempotency.IdempotencyKeys.IdempotentRequest;
import dev.firstcome.payment.idempotency.IdempotencyKeys.RecordedResponse;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.refund.RefundCreator;
import dev.firstcome.payment.refund.RefundCreator.Outcome;
import dev.firstcome.payment.refund.RefundGate;
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
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Creates refunds on behalf of users. */
@RestController
@Tag(name = "Payments")
class RefundController {
    private static final Duration BUSY_RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSED_RETRY = Duration.ofSeconds(10);

    private final RefundCreator creator;
    private final RefundGate gate;

    RefundController(RefundCreator creator, RefundGate gate) {
        this.creator = creator;
        this.gate = gate;
    }

    @PostMapping("/api/payments/{paymentId}/refunds")
    @Operation(
            operationId = "createRefund",
            summary = "Refunds an amount of a payment, or the whole remainder, once for each Idempotency-Key",
            description =
                    "The body {amount: {amount, currency}} is optional. 409 NOT_REFUNDABLE returns the remainder, 409"
                            + " REFUNDS_TOO_MANY returns the maximum number of refunds. 503 REFUNDS_CLOSED while the payment's"
                            + " database is being reconciled after a failover.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = NewRefundBody.class))))
    @ApiResponse(
            responseCode = "202",
            description = "The refund",
            content = @Content(schema = @Schema(implementation = JsonRefundResponses.RefundBody.class)))
    @ProblemCodes(status = HttpStatus.BAD_REQUEST, value = "IDEMPOTENCY_KEY_MISSING")
    @ProblemCodes(
            status = HttpStatus.CONFLICT,
            value = {"IDEMPOTENCY_IN_PROGRESS", "NOT_REFUNDABLE", "REFUNDS_TOO_MANY"})
    @ProblemCodes(status = HttpStatus.UNPROCESSABLE_CONTENT, value = "IDEMPOTENCY_MISMATCH")
    @ProblemCodes(status = HttpStatus.SERVICE_UNAVAILABLE, value = "REFUNDS_CLOSED")
    ResponseEntity<byte[]> refund(
            @Parameter(hidden = true) @CurrentUser UUID userId,
            @PathVariable UUID paymentId,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
            @Parameter(hidden = true) @RequestBody(required = false) @Nullable JsonNode sentBody) {
        if (key == null) {
            throw ProblemException.of(HttpStatus.BAD_REQUEST, "IDEMPOTENCY_KEY_MISSING");
        }
        JsonNode body = sentBody == null ? JsonNodeFactory.instance.objectNode() : sentBody;
        Money amount = parseAmount(body);
        IdempotentRequest request = new IdempotentRequest(
                userId,
                "POST /api/payments/" + paymentId + "/refunds",
                IdempotencyKey.parse(key).value(),
                Fingerprint.of(body));
        Optional<String> closed = gate.closedReason(paymentId);
        if (closed.isPresent()) {
            return creator.findResponse(request)
                    .map(response -> toResponse(response, true))
                    .orElseThrow(() -> ProblemException.of(HttpStatus.SERVICE_UNAVAILABLE, "REFUNDS_CLOSED")
                            .with("reason", closed.get())
                            .retryAfter(CLOSED_RETRY));
        }
        return switch (creator.create(paymentId, amount, request)) {
            case Outcome.Answered(var response, var replayed) -> toResponse(response, replayed);
            case Outcome.Busy() ->
                throw ProblemException.of(HttpStatus.CONFLICT, "IDEMPOTENCY_IN_PROGRESS")
                        .retryAfter(BUSY_RETRY);
            case Outcome.Mismatch() ->
                throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "IDEMPOTENCY_MISMATCH");
            case Outcome.NotFound() -> throw ProblemException.notFound();
            case Outcome.OtherCurrency(var currency) ->
                throw ProblemException.invalid("amount.currency", "must be " + currency);
        };
    }

    private static ResponseEntity<byte[]> toResponse(RecordedResponse response, boolean replayed) {
        return StoredResponse.of(response.status(), response.location(), response.body(), replayed);
    }

    private static @Nullable Money parseAmount(JsonNode body) {
        rejectUnknownFields(body, "body", NewRefundBody.FIELDS);
        JsonNode amount = body.get("amount");
        if (amount == null || amount.isNull()) {
            return null;
        }
        rejectUnknownFields(amount, "amount", Set.of("amount", "currency"));
        JsonNode number = amount.path("amount");
        if (!number.isIntegralNumber()
                || !number.canConvertToLong()
                || number.longValue() < 1
                || number.longValue() > Money.MAX) {
            throw ProblemException.invalid("amount.amount", "must be a whole number from 1 to " + Money.MAX);
        }
        String currency = amount.path("currency").asString("");
        if (!currency.matches("[A-Z]{3}")) {
            throw ProblemException.invalid("amount.currency", "must be three capital letters (ISO 4217)");
        }
        return new Money(number.longValue(), currency);
    }

    private static void rejectUnknownFields(JsonNode object, String field, Set<String> known) {
        if (!object.isObject()) {
            throw ProblemException.invalid(field, "must be a JSON object");
        }
        object.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw ProblemException.invalid(
                            name.length() > 40 ? name.substring(0, 40) : name, "is not a field of a refund");
                });
    }
}
