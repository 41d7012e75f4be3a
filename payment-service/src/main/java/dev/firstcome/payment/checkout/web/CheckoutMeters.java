package dev.firstcome.payment.checkout.web;

import dev.firstcome.payment.checkout.CheckoutOutcome;
import dev.firstcome.payment.checkout.Order;
import dev.firstcome.payment.idempotency.IdempotencyKeys.Answer;
import dev.firstcome.payment.idempotency.IdempotencyKeys.Call;
import dev.firstcome.payment.watching.Bursts;
import dev.firstcome.payment.watching.CallWitnesses;
import dev.firstcome.payment.watching.CallWitnesses.Seen;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Counts what calls of the checkout come to, and keeps the last of those that should not come often as witnesses. */
@Component
class CheckoutMeters {
    private final MeterRegistry meters;
    private final Bursts bursts;
    private final CallWitnesses witnesses;

    CheckoutMeters(MeterRegistry meters, Bursts bursts, CallWitnesses witnesses) {
        this.meters = meters;
        this.bursts = bursts;
        this.witnesses = witnesses;
    }

    void asked(Order order) {
        bursts.paysBy(order.paymentMethod());
    }

    void count(CheckoutOutcome outcome, Call call) {
        String name = nameOf(outcome);
        switch (outcome) {
            case CheckoutOutcome.Answered(var answer, var replayed)
            when replayed -> note("payment.replays", name, call, paymentOf(answer));
            case CheckoutOutcome.Mismatch() -> note("payment.mismatches", name, call, null);
            case CheckoutOutcome.Busy(var paymentId) -> note("payment.duplicates", name, call, paymentId);
            case CheckoutOutcome.DuplicateSuspected(var paymentId) -> note("payment.duplicates", name, call, paymentId);
            case CheckoutOutcome.Answered answered -> {}
            case CheckoutOutcome.Closed closed -> {}
            case CheckoutOutcome.ProviderDown down -> {}
            case CheckoutOutcome.ShopDown down -> {}
        }
        meters.counter("firstcome.payment.orders", "outcome", name).increment();
    }

    private void note(String sign, String name, Call call, @Nullable UUID paymentId) {
        witnesses.note(sign, name, new Seen(call.userId(), call.key(), paymentId, null));
    }

    /** A kept refusal is of no payment. */
    private static @Nullable UUID paymentOf(Answer answer) {
        String location = answer.location();
        return location == null ? null : UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
    }

    private static String nameOf(CheckoutOutcome outcome) {
        return switch (outcome) {
            case CheckoutOutcome.Answered(var answer, var replayed) ->
                replayed ? "replayed" : answer.status() == HttpStatus.ACCEPTED.value() ? "accepted" : "refused";
            default -> outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        };
    }
}
