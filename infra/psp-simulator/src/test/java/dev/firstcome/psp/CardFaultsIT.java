package dev.firstcome.psp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.CardException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.param.PaymentIntentSearchParams;
import com.stripe.param.RefundListParams;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.StallRetry;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the fault of each card through Stripe's SDK. */
@SuppressWarnings("NullAway.Init")
class CardFaultsIT {
    @TempDir
    private Path folder;

    private SimulatorFixture simulator;

    @BeforeEach
    void start() throws IOException {
        simulator = new SimulatorFixture(folder.resolve("journal"), null);
    }

    @AfterEach
    void stop() throws IOException {
        simulator.close();
    }

    private ApiConnectionException confirmWithoutResponse(PaymentIntent intent, String key) {
        return catchThrowableOfType(
                ApiConnectionException.class,
                () -> SimulatorFixture.confirm(simulator.shortTimeoutClient, intent, key));
    }

    private int captures() throws IOException, InterruptedException {
        return simulator.get("/simulator/ledger").path("data").size();
    }

    @Test
    void declinesHaveStripeCodes() throws StripeException {
        PaymentIntent generic = simulator.create("pm_card_chargeDeclined");
        PaymentIntent expired = simulator.create("pm_card_chargeDeclinedExpiredCard");

        CardException one = catchThrowableOfType(CardException.class, () -> simulator.confirm(generic, "1"));
        CardException two = catchThrowableOfType(CardException.class, () -> simulator.confirm(expired, "2"));

        assertThat(one.getDeclineCode()).isEqualTo("generic_decline");
        assertThat(two.getCode()).isEqualTo("expired_card");
    }

    @Test
    void authenticationIsRequired() throws StripeException {
        assertThat(simulator.createAndConfirm("pm_card_authenticationRequired").getStatus())
                .isEqualTo("requires_action");
    }

    @Test
    void timeoutBeforeHasNoEffectAndItsKeyNeverGetsAResponse() throws Exception {
        PaymentIntent created = simulator.create("pm_sim_timeout_before");

        assertThat(confirmWithoutResponse(created, "first")).isNotNull();
        assertThat(confirmWithoutResponse(created, "first")).isNotNull();
        assertThat(simulator.status(created)).isEqualTo("requires_confirmation");
        assertThat(captures()).isZero();

        assertThat(simulator.confirm(created, "second").getStatus()).isEqualTo("succeeded");
        assertThat(captures()).isEqualTo(1);
    }

    @Test
    void timeoutAfterCharges() throws Exception {
        PaymentIntent created = simulator.create("pm_sim_timeout_after");

        assertThat(confirmWithoutResponse(created, "first")).isNotNull();

        awaitSucceeded(created);
        assertThat(simulator.confirm(created, "first").getStatus()).isEqualTo("succeeded");
        assertThat(captures()).isEqualTo(1);
    }

    @Test
    void createTimeoutCreatesTheIntent() throws StripeException {
        StripeClient client = simulator.shortTimeoutClient;
        var order = SimulatorFixture.order("pm_sim_create_timeout");

        assertThat(catchThrowableOfType(
                        ApiConnectionException.class,
                        () -> client.v1().paymentIntents().create(order, SimulatorFixture.idempotencyKey("make"))))
                .isNotNull();
        Eventually.get(
                "the withheld request has taken effect",
                SimulatorFixture.TIMEOUT,
                () -> simulator.get("/simulator/totals").path("intents").asLong(),
                intents -> intents == 1);

        PaymentIntent created =
                simulator.stripe.v1().paymentIntents().create(order, SimulatorFixture.idempotencyKey("make"));
        String payment = created.getMetadata().get("payment_id");
        assertThat(simulator
                        .stripe
                        .v1()
                        .paymentIntents()
                        .search(PaymentIntentSearchParams.builder()
                                .setQuery("metadata['payment_id']:'" + payment + "'")
                                .build())
                        .getData())
                .containsExactly(created);
        assertThat(simulator.confirm(created, "pay").getStatus()).isEqualTo("succeeded");
    }

    @Test
    void errorThenSuccessReplaysTheErrorForItsKey() throws Exception {
        PaymentIntent created = simulator.create("pm_sim_500_then_success");

        for (int attempt = 1; attempt <= 2; attempt++) {
            ApiException failed = catchThrowableOfType(ApiException.class, () -> simulator.confirm(created, "first"));
            assertThat(failed.getStatusCode()).isEqualTo(500);
        }
        assertThat(captures()).isZero();

        assertThat(simulator.confirm(created, "second").getStatus()).isEqualTo("succeeded");
    }

    @Test
    void errorAfterCharges() throws Exception {
        PaymentIntent created = simulator.create("pm_sim_500_after");

        for (int attempt = 1; attempt <= 2; attempt++) {
            ApiException failed = catchThrowableOfType(ApiException.class, () -> simulator.confirm(created, "first"));
            assertThat(failed.getStatusCode()).isEqualTo(500);
        }

        assertThat(simulator.status(created)).isEqualTo("succeeded");
        assertThat(captures()).isEqualTo(1);
    }

    @Test
    void slowCardsDelayEachRequest() throws StripeException {
        long start = System.nanoTime();
        PaymentIntent created = simulator.create("pm_sim_slow_150");
        simulator.confirm(created, "pay");
        simulator.status(created);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(450));
    }

    @Test
    void dripDoesNotTriggerTheReadTimeout() throws Exception {
        // A stall longer than the read timeout also ends the request of the short-timeout client.
        StallRetry.run(() -> {
            PaymentIntent created = simulator.create("pm_sim_drip");
            String key = "key of " + created.getId();
            Thread confirming = Thread.startVirtualThread(() -> confirmWithoutResponse(created, key));

            awaitSucceeded(created);
            boolean ended = confirming.join(SimulatorFixture.SHORT_TIMEOUT.multipliedBy(2));

            assertThat(ended).as("the client with the short timeout gave up").isFalse();
            assertThat(simulator.confirm(created, key).getStatus()).isEqualTo("succeeded");
        });
    }

    private void awaitSucceeded(PaymentIntent intent) {
        Eventually.get(
                "the charge is captured",
                SimulatorFixture.TIMEOUT,
                () -> simulator.status(intent),
                "succeeded"::equals);
    }

    @Test
    void truncatedResponseCharges() throws Exception {
        PaymentIntent created = simulator.create("pm_sim_cut");

        assertThat(catchThrowableOfType(StripeException.class, () -> simulator.confirm(created, "first")))
                .isInstanceOf(ApiConnectionException.class)
                .rootCause()
                .isNotInstanceOf(SocketTimeoutException.class);
        assertThat(simulator.confirm(created, "first").getStatus()).isEqualTo("succeeded");
        assertThat(captures()).isEqualTo(1);
    }

    @Test
    void aRefundWithWithheldResponseIsMade() throws Exception {
        PaymentIntent paid = simulator.createAndConfirm("pm_sim_refund_unknown");

        assertThat(catchThrowableOfType(
                        ApiConnectionException.class,
                        () -> SimulatorFixture.refund(simulator.shortTimeoutClient, paid, null, "back")))
                .isNotNull();

        List<Refund> refunds = Eventually.get(
                "the refund is made", SimulatorFixture.TIMEOUT, () -> refundsOf(paid), found -> !found.isEmpty());
        assertThat(simulator.refund(paid, null, "back")).isEqualTo(refunds.getFirst());
        assertThat(refunds).hasSize(1);
    }

    private List<Refund> refundsOf(PaymentIntent paid) throws StripeException {
        return simulator
                .stripe
                .v1()
                .refunds()
                .list(RefundListParams.builder().setPaymentIntent(paid.getId()).build())
                .getData();
    }

    @Test
    void aFailedRefundMovesNoMoney() throws Exception {
        PaymentIntent paid = simulator.createAndConfirm("pm_sim_refund_fails");

        Refund failed = simulator.refund(paid, null, "back");

        assertThat(failed.getStatus()).isEqualTo("failed");
        assertThat(failed.getFailureReason()).isNotEmpty();
        assertThat(simulator.get("/simulator/totals").path("refunds").asLong()).isZero();
    }

    @Test
    void processingSucceedsAfterItsDuration() throws Exception {
        PaymentIntent later = simulator.create("pm_sim_processing_600000");
        assertThat(simulator.confirm(later, "later").getStatus()).isEqualTo("processing");
        assertThat(captures()).isZero();

        PaymentIntent created = simulator.create("pm_sim_processing_300");
        assertThat(simulator.confirm(created, "pay").getStatus()).isEqualTo("processing");
        awaitSucceeded(created);
        assertThat(captures()).isEqualTo(1);
        assertThat(simulator
                        .get("/simulator/ledger")
                        .path("data")
                        .path(0)
                        .path("idempotencyKey")
                        .asString())
                .isEqualTo("pay");
    }
}
