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

/** What each card makes the provider do, as Stripe's SDK sees it. */
@SuppressWarnings("NullAway.Init")
class CardFaultsIT {
    @TempDir
    private Path folder;

    private Shop shop;

    @BeforeEach
    void start() throws IOException {
        shop = new Shop(folder.resolve("journal"), null);
    }

    @AfterEach
    void stop() throws IOException {
        shop.close();
    }

    private ApiConnectionException noAnswer(PaymentIntent intent, String key) {
        return catchThrowableOfType(ApiConnectionException.class, () -> Shop.confirm(shop.impatient, intent, key));
    }

    private int captures() throws IOException, InterruptedException {
        return shop.get("/simulator/ledger").path("data").size();
    }

    @Test
    void declinesHaveStripesCodes() throws StripeException {
        PaymentIntent generic = shop.create("pm_card_chargeDeclined");
        PaymentIntent expired = shop.create("pm_card_chargeDeclinedExpiredCard");

        CardException one = catchThrowableOfType(CardException.class, () -> shop.confirm(generic, "1"));
        CardException two = catchThrowableOfType(CardException.class, () -> shop.confirm(expired, "2"));

        assertThat(one.getDeclineCode()).isEqualTo("generic_decline");
        assertThat(two.getCode()).isEqualTo("expired_card");
    }

    @Test
    void authenticationIsAskedFor() throws StripeException {
        assertThat(shop.paid("pm_card_authenticationRequired").getStatus()).isEqualTo("requires_action");
    }

    @Test
    void timeoutBeforeDoesNothingAndItsKeyHangsOn() throws Exception {
        PaymentIntent made = shop.create("pm_sim_timeout_before");

        assertThat(noAnswer(made, "first")).isNotNull();
        assertThat(noAnswer(made, "first")).isNotNull();
        assertThat(shop.status(made)).isEqualTo("requires_confirmation");
        assertThat(captures()).isZero();

        assertThat(shop.confirm(made, "second").getStatus()).isEqualTo("succeeded");
        assertThat(captures()).isEqualTo(1);
    }

    @Test
    void timeoutAfterHasCharged() throws Exception {
        PaymentIntent made = shop.create("pm_sim_timeout_after");

        assertThat(noAnswer(made, "first")).isNotNull();

        awaitSucceeded(made);
        assertThat(shop.confirm(made, "first").getStatus()).isEqualTo("succeeded");
        assertThat(captures()).isEqualTo(1);
    }

    @Test
    void createTimeoutHasMadeTheIntent() throws StripeException {
        StripeClient impatient = shop.impatient;
        var order = Shop.order("pm_sim_create_timeout");

        assertThat(catchThrowableOfType(
                        ApiConnectionException.class,
                        () -> impatient.v1().paymentIntents().create(order, Shop.key("make"))))
                .isNotNull();
        Eventually.get(
                "the unanswered call has an effect",
                Shop.BOUND,
                () -> shop.get("/simulator/totals").path("intents").asLong(),
                intents -> intents == 1);

        PaymentIntent made = shop.stripe.v1().paymentIntents().create(order, Shop.key("make"));
        String payment = made.getMetadata().get("payment_id");
        assertThat(shop.stripe
                        .v1()
                        .paymentIntents()
                        .search(PaymentIntentSearchParams.builder()
                                .setQuery("metadata['payment_id']:'" + payment + "'")
                                .build())
                        .getData())
                .containsExactly(made);
        assertThat(shop.confirm(made, "pay").getStatus()).isEqualTo("succeeded");
    }

    @Test
    void errorThenSuccessKeepsTheErrorForItsKey() throws Exception {
        PaymentIntent made = shop.create("pm_sim_500_then_success");

        for (int time = 1; time <= 2; time++) {
            ApiException broken = catchThrowableOfType(ApiException.class, () -> shop.confirm(made, "first"));
            assertThat(broken.getStatusCode()).isEqualTo(500);
        }
        assertThat(captures()).isZero();

        assertThat(shop.confirm(made, "second").getStatus()).isEqualTo("succeeded");
    }

    @Test
    void errorAfterHasCharged() throws Exception {
        PaymentIntent made = shop.create("pm_sim_500_after");

        for (int time = 1; time <= 2; time++) {
            ApiException broken = catchThrowableOfType(ApiException.class, () -> shop.confirm(made, "first"));
            assertThat(broken.getStatusCode()).isEqualTo(500);
        }

        assertThat(shop.status(made)).isEqualTo("succeeded");
        assertThat(captures()).isEqualTo(1);
    }

    @Test
    void slowTakesItsTimeForEachCall() throws StripeException {
        long start = System.nanoTime();
        PaymentIntent made = shop.create("pm_sim_slow_150");
        shop.confirm(made, "pay");
        shop.status(made);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(450));
    }

    @Test
    void dripOutlastsAReadTimeout() throws Exception {
        // A stall longer than the read timeout ends the impatient client's call too.
        StallRetry.run(() -> {
            PaymentIntent made = shop.create("pm_sim_drip");
            String key = "key of " + made.getId();
            Thread dripped = Thread.startVirtualThread(() -> noAnswer(made, key));

            awaitSucceeded(made);
            boolean ended = dripped.join(Shop.IMPATIENT.multipliedBy(2));

            assertThat(ended).as("the impatient client ended").isFalse();
            assertThat(shop.confirm(made, key).getStatus()).isEqualTo("succeeded");
        });
    }

    private void awaitSucceeded(PaymentIntent intent) {
        Eventually.get("the charge is made", Shop.BOUND, () -> shop.status(intent), "succeeded"::equals);
    }

    @Test
    void cutHasChargedAndEndsAmidTheAnswer() throws Exception {
        PaymentIntent made = shop.create("pm_sim_cut");

        assertThat(catchThrowableOfType(StripeException.class, () -> shop.confirm(made, "first")))
                .isInstanceOf(ApiConnectionException.class)
                .rootCause()
                .isNotInstanceOf(SocketTimeoutException.class);
        assertThat(shop.confirm(made, "first").getStatus()).isEqualTo("succeeded");
        assertThat(captures()).isEqualTo(1);
    }

    @Test
    void anUnknownRefundHasBeenMade() throws Exception {
        PaymentIntent paid = shop.paid("pm_sim_refund_unknown");

        assertThat(catchThrowableOfType(
                        ApiConnectionException.class, () -> Shop.refund(shop.impatient, paid, null, "back")))
                .isNotNull();

        List<Refund> made = Eventually.get(
                "the unanswered refund is made", Shop.BOUND, () -> refundsOf(paid), refunds -> !refunds.isEmpty());
        assertThat(shop.refund(paid, null, "back")).isEqualTo(made.getFirst());
        assertThat(made).hasSize(1);
    }

    private List<Refund> refundsOf(PaymentIntent paid) throws StripeException {
        return shop.stripe
                .v1()
                .refunds()
                .list(RefundListParams.builder().setPaymentIntent(paid.getId()).build())
                .getData();
    }

    @Test
    void aFailedRefundMovesNoMoney() throws Exception {
        PaymentIntent paid = shop.paid("pm_sim_refund_fails");

        Refund failed = shop.refund(paid, null, "back");

        assertThat(failed.getStatus()).isEqualTo("failed");
        assertThat(failed.getFailureReason()).isNotEmpty();
        assertThat(shop.get("/simulator/totals").path("refunds").asLong()).isZero();
    }

    @Test
    void processingEndsByItself() throws Exception {
        PaymentIntent late = shop.create("pm_sim_processing_600000");
        assertThat(shop.confirm(late, "later").getStatus()).isEqualTo("processing");
        assertThat(captures()).isZero();

        PaymentIntent made = shop.create("pm_sim_processing_300");
        assertThat(shop.confirm(made, "pay").getStatus()).isEqualTo("processing");
        awaitSucceeded(made);
        assertThat(captures()).isEqualTo(1);
        assertThat(shop.get("/simulator/ledger")
                        .path("data")
                        .path(0)
                        .path("idempotencyKey")
                        .asString())
                .isEqualTo("pay");
    }
}
