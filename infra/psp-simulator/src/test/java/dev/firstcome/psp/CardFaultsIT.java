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
import java.io.IOException;
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

        assertThat(shop.status(made)).isEqualTo("succeeded");
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
        PaymentIntent made = shop.create("pm_sim_drip");
        long start = System.nanoTime();
        Thread dripped = Thread.startVirtualThread(() -> noAnswer(made, "first"));

        Eventually.until("the charge is made", () -> isSucceeded(made));
        boolean ended = dripped.join(Duration.ofMillis(1_000));

        assertThat(ended).as("the impatient client still reads").isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1_000));
        assertThat(shop.confirm(made, "first").getStatus()).isEqualTo("succeeded");
    }

    private boolean isSucceeded(PaymentIntent intent) {
        try {
            return shop.status(intent).equals("succeeded");
        } catch (StripeException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void cutHasChargedAndEndsAmidTheAnswer() throws Exception {
        PaymentIntent made = shop.create("pm_sim_cut");

        long start = System.nanoTime();
        assertThat(catchThrowableOfType(StripeException.class, () -> shop.confirm(made, "first")))
                .isInstanceOf(ApiConnectionException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(shop.confirm(made, "first").getStatus()).isEqualTo("succeeded");
        assertThat(captures()).isEqualTo(1);
    }

    @Test
    void anUnknownRefundHasBeenMade() throws Exception {
        PaymentIntent paid = shop.paid("pm_sim_refund_unknown");

        assertThat(catchThrowableOfType(
                        ApiConnectionException.class, () -> Shop.refund(shop.impatient, paid, null, "back")))
                .isNotNull();

        List<Refund> made = shop.stripe
                .v1()
                .refunds()
                .list(RefundListParams.builder().setPaymentIntent(paid.getId()).build())
                .getData();
        assertThat(shop.refund(paid, null, "back")).isEqualTo(made.getFirst());
        assertThat(made).hasSize(1);
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
        PaymentIntent made = shop.create("pm_sim_processing_300");

        assertThat(shop.confirm(made, "pay").getStatus()).isEqualTo("processing");
        assertThat(captures()).isZero();

        Eventually.until("it is captured", () -> isSucceeded(made));
        assertThat(shop.get("/simulator/ledger")
                        .path("data")
                        .path(0)
                        .path("idempotencyKey")
                        .asString())
                .isEqualTo("pay");
    }
}
