package dev.firstcome.payment.checkout.web;

import dev.firstcome.payment.checkout.CheckoutOutcome;
import dev.firstcome.payment.idempotency.IdempotencyKeys.Call;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Counts what calls of the checkout come to. */
@Component
class CheckoutMeters {
    private final MeterRegistry meters;

    CheckoutMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void count(CheckoutOutcome outcome, Call call) {
        meters.counter("firstcome.payment.orders", "outcome", nameOf(outcome)).increment();
    }

    private static String nameOf(CheckoutOutcome outcome) {
        return switch (outcome) {
            case CheckoutOutcome.Answered(var answer, var replayed) ->
                replayed ? "replayed" : answer.status() == HttpStatus.ACCEPTED.value() ? "accepted" : "refused";
            default -> outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        };
    }
}
