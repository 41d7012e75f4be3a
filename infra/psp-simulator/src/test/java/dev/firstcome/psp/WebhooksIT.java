package dev.firstcome.psp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.CardException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.StallRetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests content, order and number of the webhook events. Stripe's SDK verifies each signature. */
@SuppressWarnings("NullAway.Init")
class WebhooksIT {
    @TempDir
    private Path folder;

    private WebhookReceiver receiver;
    private SimulatorFixture simulator;

    @BeforeEach
    void start() throws IOException {
        receiver = new WebhookReceiver();
        simulator = new SimulatorFixture(folder.resolve("journal"), receiver.target());
    }

    @AfterEach
    void stop() throws IOException {
        simulator.close();
        receiver.close();
        assertThat(receiver.invalidSignatures).hasValue(0);
    }

    @Test
    void aPaymentEventContainsItsIntent() throws Exception {
        PaymentIntent paid = simulator.confirm(simulator.create("pm_card_visa"), "pay");

        WebhookReceiver.Arrival arrival = receiver.awaitFirst("payment_intent.succeeded");

        assertThat(arrival.object()).isEqualTo(paid);
        assertThat(arrival.event().getId()).startsWith("evt_");
        assertThat(arrival.event().getRequest().getIdempotencyKey()).isEqualTo("pay");
        Eventually.holds(
                "the delivery is counted",
                SimulatorFixture.TIMEOUT,
                () -> total("webhooksDelivered") == 1 && total("webhooksWaiting") == 0);
    }

    private long total(String name) throws IOException, InterruptedException {
        return simulator.get("/simulator/totals").path(name).asLong();
    }

    @Test
    void eventsOfAnIntentArriveInOrderAlsoAfterAFailedAttempt() throws StripeException {
        receiver.remainingFailures.set(1);

        PaymentIntent paid = simulator.createAndConfirm("pm_card_visa");
        Refund refund = simulator.refund(paid, null, "back");

        assertThat(receiver.awaitFirst("refund.updated").object()).isEqualTo(refund);
        assertThat(receiver.types()).containsExactly("payment_intent.succeeded", "refund.created", "refund.updated");
        receiver.assertAttempts(4);
    }

    @Test
    void declinesAndCancellationsSendEvents() throws StripeException {
        PaymentIntent created = simulator.create("pm_card_chargeDeclined");
        assertThat(catchThrowableOfType(CardException.class, () -> simulator.confirm(created, "first")))
                .isNotNull();
        simulator.stripe.v1().paymentIntents().cancel(created.getId());

        PaymentIntent canceled =
                (PaymentIntent) receiver.awaitFirst("payment_intent.canceled").object();

        assertThat(canceled.getStatus()).isEqualTo("canceled");
        assertThat(receiver.types()).containsExactly("payment_intent.payment_failed", "payment_intent.canceled");
    }

    @Test
    void duplicatesArriveThreeTimesWithOneId() throws StripeException {
        simulator.createAndConfirm("pm_sim_webhook_duplicate");

        Eventually.holds("three arrivals", SimulatorFixture.TIMEOUT, () -> receiver.arrivals.size() >= 3);
        Eventually.holds("no event is pending", SimulatorFixture.TIMEOUT, () -> total("webhooksWaiting") == 0);

        assertThat(receiver.firstArrivals()).hasSize(1);
        receiver.assertAttempts(3);
    }

    @Test
    void lateEventsArriveAfterThreeSeconds() throws StripeException {
        PaymentIntent created = simulator.create("pm_sim_webhook_late");
        long start = System.nanoTime();
        simulator.confirm(created, "pay");

        assertThat(receiver.awaitFirst("payment_intent.succeeded").after(start))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void earlyEventsArriveBeforeTheResponse() throws Exception {
        // An attempt that times out in a stall counts as the first one, and the response follows it.
        StallRetry.run(() -> {
            String paid = simulator.createAndConfirm("pm_sim_webhook_early").getId();

            assertThat(receiver.firstArrivals())
                    .filteredOn(arrival ->
                            ((PaymentIntent) arrival.object()).getId().equals(paid))
                    .extracting(arrival -> arrival.event().getType())
                    .containsExactly("payment_intent.succeeded");
        });
    }

    @Test
    void reorderedEventsArriveWithTheFailureLast() throws StripeException {
        PaymentIntent created = simulator.create("pm_sim_webhook_reordered");
        assertThat(catchThrowableOfType(CardException.class, () -> simulator.confirm(created, "first")))
                .isNotNull();
        assertThat(simulator.confirm(created, "second").getStatus()).isEqualTo("succeeded");

        WebhookReceiver.Arrival failed = receiver.awaitFirst("payment_intent.payment_failed");

        assertThat(receiver.types()).containsExactly("payment_intent.succeeded", "payment_intent.payment_failed");
        assertThat(((PaymentIntent) failed.object()).getStatus()).isEqualTo("requires_payment_method");
    }

    @Test
    void failedRefundsSendEvents() throws StripeException {
        simulator.refund(simulator.createAndConfirm("pm_sim_refund_fails"), null, "back");

        Refund failed = (Refund) receiver.awaitFirst("refund.failed").object();

        assertThat(failed.getStatus()).isEqualTo("failed");
        assertThat(receiver.types())
                .containsExactly("payment_intent.succeeded", "refund.created", "refund.updated", "refund.failed");
    }

    @Test
    void theEndOfProcessingSendsAnEvent() throws StripeException {
        simulator.createAndConfirm("pm_sim_processing_50");

        PaymentIntent intent =
                (PaymentIntent) receiver.awaitFirst("payment_intent.succeeded").object();

        assertThat(intent.getStatus()).isEqualTo("succeeded");
    }

    @Test
    void aWithheldResponseDoesNotDelayItsEvent() throws Exception {
        PaymentIntent created = simulator.create("pm_sim_timeout_after");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> confirming =
                    threads.submit(() -> simulator.confirm(created, "pay").getStatus());

            receiver.awaitFirst("payment_intent.succeeded");

            assertThat(confirming.isDone()).isFalse();
            simulator.close();
            assertThat(catchThrowableOfType(ExecutionException.class, confirming::get))
                    .hasCauseInstanceOf(ApiConnectionException.class);
        }
    }

    @Test
    void theEventsOfManyIntentsAllArrive() throws StripeException {
        receiver.remainingFailures.set(5);
        List<String> paid = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            paid.add(simulator.createAndConfirm("pm_card_visa").getId());
        }

        Eventually.holds(
                "50 events arrive",
                SimulatorFixture.TIMEOUT,
                () -> receiver.firstArrivals().size() >= 50);

        assertThat(receiver.firstArrivals().stream().map(arrival -> ((PaymentIntent) arrival.object()).getId()))
                .containsExactlyInAnyOrderElementsOf(paid);
    }
}
