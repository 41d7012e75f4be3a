package dev.firstcome.payment.payment.web;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.payment.OpenPayments;
import dev.firstcome.payment.payment.OpenPayments.Place;
import dev.firstcome.payment.payment.OpenPayments.Waiting;
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

/** Operators look at payments that have not ended. */
@RestController
@RequestMapping("/ops/payments")
@Tag(name = "Money")
class PaymentOpsController {
    private static final int PAGE_MAX = 100;
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final OpenPayments payments;

    PaymentOpsController(OpenPayments payments) {
        this.payments = payments;
    }

    @GetMapping
    @Operation(summary = "Payments in a state that is not final, those first that have been in it longest")
    CursorPage<Waiting, String> list(
            @RequestParam(defaultValue = "UNKNOWN") PaymentState state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "20") int limit) {
        if (state.isFinal()) {
            throw ProblemException.invalid("state", "one that is not final");
        }
        Place after = cursor == null ? null : place(cursor);
        return CursorPage.read(
                new CursorPage.Limit(limit, PAGE_MAX),
                count -> payments.page(state, after, count),
                waiting -> waiting,
                PaymentOpsController::cursor);
    }

    private static String cursor(Waiting last) {
        return last.since() + "_" + last.paymentId();
    }

    private static Place place(String cursor) {
        int middle = cursor.indexOf('_');
        try {
            Instant since = Instant.parse(cursor.substring(0, Math.max(0, middle)));
            if (since.isBefore(Instant.EPOCH) || since.isAfter(LATEST)) {
                throw new IllegalArgumentException("not a time of a payment: " + since);
            }
            return new Place(since, UUID.fromString(cursor.substring(middle + 1)));
        } catch (DateTimeException | IllegalArgumentException notOurs) {
            throw ProblemException.invalid("cursor", "what the page before said");
        }
    }
}
