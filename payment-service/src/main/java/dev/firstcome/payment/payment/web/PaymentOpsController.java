package dev.firstcome.payment.payment.web;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.payment.OpenPayments;
import dev.firstcome.payment.payment.OpenPayments.OpenPayment;
import dev.firstcome.payment.payment.OpenPayments.PageCursor;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.web.CursorPage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Operator view of the payments without a final state. */
@RestController
@RequestMapping("/ops/payments")
@Tag(name = "Money")
class PaymentOpsController {
    private static final int PAGE_MAX = 100;
    private static final Instant TIME_MAX = Instant.parse("9999-01-01T00:00:00Z");

    private final OpenPayments payments;

    PaymentOpsController(OpenPayments payments) {
        this.payments = payments;
    }

    @GetMapping
    @Operation(summary = "Lists the payments in a state that is not final, oldest state change first")
    CursorPage<OpenPayment, String> list(
            @RequestParam(defaultValue = "UNKNOWN") PaymentState state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "20") int limit) {
        if (state.isFinal()) {
            throw ProblemException.invalid("state", "must not be a final state");
        }
        PageCursor after = cursor == null ? null : parse(cursor);
        return CursorPage.read(
                new CursorPage.Limit(limit, PAGE_MAX),
                count -> payments.page(state, after, count),
                payment -> payment,
                PaymentOpsController::cursor);
    }

    private static String cursor(OpenPayment last) {
        return last.since() + "_" + last.paymentId();
    }

    private static PageCursor parse(String cursor) {
        int separator = cursor.indexOf('_');
        try {
            Instant since = Instant.parse(cursor.substring(0, Math.max(0, separator)));
            if (since.isBefore(Instant.EPOCH) || since.isAfter(TIME_MAX)) {
                throw new IllegalArgumentException("time out of range: " + since);
            }
            return new PageCursor(since, UUID.fromString(cursor.substring(separator + 1)));
        } catch (DateTimeException | IllegalArgumentException malformed) {
            throw ProblemException.invalid("cursor", "must be the nextCursor of the previous page");
        }
    }
}
