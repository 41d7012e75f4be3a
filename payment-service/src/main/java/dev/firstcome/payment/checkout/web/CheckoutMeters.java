package dev.firstcome.payment.checkout.web;

import dev.firstcome.payment.checkout.CheckoutOutcome;
import dev.firstcome.payment.checkout.Order;
import dev.firstcome.payment.idempotency.IdempotencyKeys.IdempotentRequest;
import dev.firstcome.payment.idempotency.IdempotencyKeys.RecordedResponse;
import dev.firstcome.payment.monitoring.CallSamples;
import dev.firstcome.payment.monitoring.CallSamples.CallSample;
import dev.firstcome.payment.monitoring.RequestRateMonitor;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Counts the outcomes of checkout requests and keeps alert samples of suspicious ones. */
@Component
class CheckoutMeters {
    private final MeterRegistry meters;
    private final RequestRateMonitor requestRates;
    private final CallSamples samples;

    CheckoutMeters(MeterRegistry meters, RequestRateMonitor requestRates, CallSamples samples) {
        this.meters = meters;
        this.requestRates = requestRates;
        this.samples = samples;
    }

    void recordOrder(Order order) {
        requestRates.recordPaymentMethod(order.paymentMethod());
    }

    void count(CheckoutOutcome outcome, IdempotentRequest request) {
        String name = nameOf(outcome);
        switch (outcome) {
            case CheckoutOutcome.Answered(var response, var replayed)
            when replayed -> addSample("payment.replays", name, request, paymentOf(response));
            case CheckoutOutcome.Mismatch() -> addSample("payment.mismatches", name, request, null);
            case CheckoutOutcome.Busy(var paymentId) -> addSample("payment.duplicates", name, request, paymentId);
            case CheckoutOutcome.DuplicateSuspected(var paymentId) ->
                addSample("payment.duplicates", name, request, paymentId);
            case CheckoutOutcome.Answered answered -> {}
            case CheckoutOutcome.Closed closed -> {}
            case CheckoutOutcome.ProviderDown down -> {}
            case CheckoutOutcome.ShopDown down -> {}
        }
        meters.counter("firstcome.payment.orders", "outcome", name).increment();
    }

    private void addSample(String alert, String name, IdempotentRequest request, @Nullable UUID paymentId) {
        samples.add(alert, name, new CallSample(request.userId(), request.key(), paymentId, null));
    }

    /** A recorded refusal has no location and no payment. */
    private static @Nullable UUID paymentOf(RecordedResponse response) {
        String location = response.location();
        return location == null ? null : UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
    }

    private static String nameOf(CheckoutOutcome outcome) {
        return switch (outcome) {
            case CheckoutOutcome.Answered(var response, var replayed) ->
                replayed ? "replayed" : response.status() == HttpStatus.ACCEPTED.value() ? "accepted" : "refused";
            default -> outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        };
    }
}
