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

/** What the shop is told, in which order and how often; each signature is checked by Stripe's SDK. */
@SuppressWarnings("NullAway.Init")
class WebhooksIT {
    @TempDir
    private Path folder;

    private WebhookReceiver receiver;
    private Shop shop;

    @BeforeEach
    void start() throws IOException {
        receiver = new WebhookReceiver();
        shop = new Shop(folder.resolve("journal"), receiver.target());
    }

    @AfterEach
    void stop() throws IOException {
        shop.close();
        receiver.close();
        assertThat(receiver.badSignatures).hasValue(0);
    }

    @Test
    void aPaymentIsToldWithItsIntent() throws Exception {
        PaymentIntent paid = shop.confirm(shop.create("pm_card_visa"), "pay");

        WebhookReceiver.Arrival arrival = receiver.awaitFirst("payment_intent.succeeded");

        assertThat(arrival.object()).isEqualTo(paid);
        assertThat(arrival.event().getId()).startsWith("evt_");
        assertThat(arrival.event().getRequest().getIdempotencyKey()).isEqualTo("pay");
        Eventually.holds(
                "it is counted", Shop.BOUND, () -> total("webhooksDelivered") == 1 && total("webhooksWaiting") == 0);
    }

    private long total(String name) throws IOException, InterruptedException {
        return shop.get("/simulator/totals").path(name).asLong();
    }

    @Test
    void eventsOfAnIntentComeInTheirOrderAlthoughTheFirstIsRefusedAtFirst() throws StripeException {
        receiver.failuresLeft.set(1);

        PaymentIntent paid = shop.paid("pm_card_visa");
        Refund refund = shop.refund(paid, null, "back");

        assertThat(receiver.awaitFirst("refund.updated").object()).isEqualTo(refund);
        assertThat(receiver.types()).containsExactly("payment_intent.succeeded", "refund.created", "refund.updated");
        receiver.assertTries(4);
    }

    @Test
    void declinesAndCancellationsAreTold() throws StripeException {
        PaymentIntent made = shop.create("pm_card_chargeDeclined");
        assertThat(catchThrowableOfType(CardException.class, () -> shop.confirm(made, "first")))
                .isNotNull();
        shop.stripe.v1().paymentIntents().cancel(made.getId());

        PaymentIntent canceled =
                (PaymentIntent) receiver.awaitFirst("payment_intent.canceled").object();

        assertThat(canceled.getStatus()).isEqualTo("canceled");
        assertThat(receiver.types()).containsExactly("payment_intent.payment_failed", "payment_intent.canceled");
    }

    @Test
    void duplicatesComeThreeTimesWithOneId() throws StripeException {
        shop.paid("pm_sim_webhook_duplicate");

        Eventually.holds("three arrivals", Shop.BOUND, () -> receiver.taken.size() >= 3);
        Eventually.holds("no event is pending", Shop.BOUND, () -> total("webhooksWaiting") == 0);

        assertThat(receiver.eachOnce()).hasSize(1);
        receiver.assertTries(3);
    }

    @Test
    void lateOnesComeThreeSecondsLate() throws StripeException {
        PaymentIntent made = shop.create("pm_sim_webhook_late");
        long start = System.nanoTime();
        shop.confirm(made, "pay");

        assertThat(receiver.awaitFirst("payment_intent.succeeded").after(start))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void earlyOnesComeBeforeTheAnswer() throws Exception {
        // An attempt that a stall lets time out counts as the first one, and the answer follows it.
        StallRetry.run(() -> {
            String paid = shop.paid("pm_sim_webhook_early").getId();

            assertThat(receiver.eachOnce())
                    .filteredOn(one -> ((PaymentIntent) one.object()).getId().equals(paid))
                    .extracting(one -> one.event().getType())
                    .containsExactly("payment_intent.succeeded");
        });
    }

    @Test
    void reorderedOnesTellOfTheEarlierFailureLast() throws StripeException {
        PaymentIntent made = shop.create("pm_sim_webhook_reordered");
        assertThat(catchThrowableOfType(CardException.class, () -> shop.confirm(made, "first")))
                .isNotNull();
        assertThat(shop.confirm(made, "second").getStatus()).isEqualTo("succeeded");

        WebhookReceiver.Arrival failed = receiver.awaitFirst("payment_intent.payment_failed");

        assertThat(receiver.types()).containsExactly("payment_intent.succeeded", "payment_intent.payment_failed");
        assertThat(((PaymentIntent) failed.object()).getStatus()).isEqualTo("requires_payment_method");
    }

    @Test
    void failedRefundsAreTold() throws StripeException {
        shop.refund(shop.paid("pm_sim_refund_fails"), null, "back");

        Refund failed = (Refund) receiver.awaitFirst("refund.failed").object();

        assertThat(failed.getStatus()).isEqualTo("failed");
        assertThat(receiver.types())
                .containsExactly("payment_intent.succeeded", "refund.created", "refund.updated", "refund.failed");
    }

    @Test
    void theEndOfProcessingIsTold() throws StripeException {
        shop.paid("pm_sim_processing_50");

        PaymentIntent told =
                (PaymentIntent) receiver.awaitFirst("payment_intent.succeeded").object();

        assertThat(told.getStatus()).isEqualTo("succeeded");
    }

    @Test
    void aWithheldAnswerDoesNotHoldItsEventBack() throws Exception {
        PaymentIntent made = shop.create("pm_sim_timeout_after");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> held = threads.submit(() -> shop.confirm(made, "pay").getStatus());

            receiver.awaitFirst("payment_intent.succeeded");

            assertThat(held.isDone()).isFalse();
            shop.close();
            assertThat(catchThrowableOfType(ExecutionException.class, held::get))
                    .hasCauseInstanceOf(ApiConnectionException.class);
        }
    }

    @Test
    void oneShopsManyIntentsAreAllTold() throws StripeException {
        receiver.failuresLeft.set(5);
        List<String> paid = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            paid.add(shop.paid("pm_card_visa").getId());
        }

        Eventually.holds(
                "50 events arrive", Shop.BOUND, () -> receiver.eachOnce().size() >= 50);

        assertThat(receiver.eachOnce().stream().map(one -> ((PaymentIntent) one.object()).getId()))
                .containsExactlyInAnyOrderElementsOf(paid);
    }
}
