package dev.firstcome.psp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.StripeCollection;
import com.stripe.model.StripeSearchResult;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentSearchParams;
import com.stripe.param.RefundListParams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tests the API through Stripe's SDK. */
@SuppressWarnings("NullAway.Init")
class ApiIT {
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

    @Test
    void aConfirmedPaymentIsInTheLedger() throws Exception {
        PaymentIntent created = simulator.create("pm_card_visa");
        assertThat(created.getStatus()).isEqualTo("requires_confirmation");
        assertThat(created.getAmountReceived()).isZero();

        PaymentIntent confirmed = simulator.confirm(created, "confirm-1");

        assertThat(confirmed.getStatus()).isEqualTo("succeeded");
        assertThat(confirmed.getAmountReceived()).isEqualTo(12_000);
        assertThat(confirmed.getLatestCharge()).startsWith("ch_");
        PaymentIntent read = simulator.stripe.v1().paymentIntents().retrieve(created.getId());
        assertThat(read).isEqualTo(confirmed);
        JsonNode entry = simulator.get("/simulator/ledger").path("data").path(0);
        assertThat(entry.path("entry").asLong()).isEqualTo(1);
        assertThat(entry.path("type").asString()).isEqualTo("capture");
        assertThat(entry.path("intent").asString()).isEqualTo(created.getId());
        assertThat(entry.path("payment").asString())
                .isEqualTo(created.getMetadata().get("payment_id"));
        assertThat(entry.path("idempotencyKey").asString()).isEqualTo("confirm-1");
    }

    @Test
    void createCanConfirmImmediately() throws StripeException {
        PaymentIntentCreateParams params =
                SimulatorFixture.orderBuilder("pm_card_visa").setConfirm(true).build();

        assertThat(simulator.stripe.v1().paymentIntents().create(params).getStatus())
                .isEqualTo("succeeded");
    }

    @Test
    void confirmCanSetThePaymentMethod() throws StripeException {
        PaymentIntent created = simulator
                .stripe
                .v1()
                .paymentIntents()
                .create(PaymentIntentCreateParams.builder()
                        .setAmount(5L)
                        .setCurrency("usd")
                        .build());
        assertThat(created.getStatus()).isEqualTo("requires_payment_method");
        InvalidRequestException rejected =
                catchThrowableOfType(InvalidRequestException.class, () -> simulator.confirm(created, "none"));
        assertThat(rejected.getCode()).isEqualTo("payment_intent_unexpected_state");

        PaymentIntent paid = simulator
                .stripe
                .v1()
                .paymentIntents()
                .confirm(
                        created.getId(),
                        PaymentIntentConfirmParams.builder()
                                .setPaymentMethod("pm_card_mastercard")
                                .build());

        assertThat(paid.getStatus()).isEqualTo("succeeded");
        assertThat(paid.getPaymentMethod()).isEqualTo("pm_card_mastercard");
    }

    @Test
    void aDeclineReturnsTheIntentAndAnotherCardSucceeds() throws StripeException {
        PaymentIntent created = simulator.create("pm_card_chargeDeclinedInsufficientFunds");

        CardException declined = catchThrowableOfType(CardException.class, () -> simulator.confirm(created, "first"));

        assertThat(declined.getStatusCode()).isEqualTo(402);
        assertThat(declined.getCode()).isEqualTo("card_declined");
        assertThat(declined.getDeclineCode()).isEqualTo("insufficient_funds");
        PaymentIntent embedded = declined.getStripeError().getPaymentIntent();
        assertThat(embedded.getStatus()).isEqualTo("requires_payment_method");
        assertThat(embedded.getPaymentMethod()).isNull();
        PaymentIntent read = simulator.stripe.v1().paymentIntents().retrieve(created.getId());
        assertThat(read.getLastPaymentError().getDeclineCode()).isEqualTo("insufficient_funds");
        assertThat(read.getLastPaymentError().getPaymentMethod().getId())
                .isEqualTo("pm_card_chargeDeclinedInsufficientFunds");
        PaymentIntentConfirmParams other = PaymentIntentConfirmParams.builder()
                .setPaymentMethod("pm_card_visa")
                .build();
        PaymentIntent paid = simulator.stripe.v1().paymentIntents().confirm(created.getId(), other);
        assertThat(paid.getStatus()).isEqualTo("succeeded");
        assertThat(paid.getLastPaymentError()).isNull();
    }

    @Test
    void aPaidIntentCannotBeConfirmedOrCanceled() throws StripeException {
        PaymentIntent paid = simulator.createAndConfirm("pm_card_visa");

        for (InvalidRequestException rejected : List.of(
                catchThrowableOfType(InvalidRequestException.class, () -> simulator.confirm(paid, "repeated")),
                catchThrowableOfType(
                        InvalidRequestException.class,
                        () -> simulator.stripe.v1().paymentIntents().cancel(paid.getId())))) {
            assertThat(rejected.getStatusCode()).isEqualTo(400);
            assertThat(rejected.getCode()).isEqualTo("payment_intent_unexpected_state");
            assertThat(rejected.getStripeError().getPaymentIntent().getStatus()).isEqualTo("succeeded");
        }
    }

    @Test
    void aCanceledIntentCannotBeConfirmed() throws StripeException {
        PaymentIntent created = simulator.create("pm_card_visa");

        PaymentIntent canceled = simulator
                .stripe
                .v1()
                .paymentIntents()
                .cancel(
                        created.getId(),
                        PaymentIntentCancelParams.builder()
                                .setCancellationReason(PaymentIntentCancelParams.CancellationReason.ABANDONED)
                                .build());

        assertThat(canceled.getStatus()).isEqualTo("canceled");
        assertThat(canceled.getCancellationReason()).isEqualTo("abandoned");
        assertThat(canceled.getCanceledAt()).isPositive();
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> simulator.confirm(created, "late"))
                        .getCode())
                .isEqualTo("payment_intent_unexpected_state");
    }

    @Test
    void theListIsPagedNewestFirst() throws StripeException {
        List<String> created = new ArrayList<>();
        for (int number = 0; number < 7; number++) {
            created.add(simulator.create("pm_card_visa").getId());
        }
        long createdAt =
                simulator.stripe.v1().paymentIntents().retrieve(created.get(0)).getCreated();
        PaymentIntentListParams three = PaymentIntentListParams.builder()
                .setLimit(3L)
                .setCreated(PaymentIntentListParams.Created.builder()
                        .setGte(createdAt)
                        .setLte(createdAt + 60)
                        .build())
                .build();

        StripeCollection<PaymentIntent> first =
                simulator.stripe.v1().paymentIntents().list(three);
        List<String> all = StreamSupport.stream(first.autoPagingIterable().spliterator(), false)
                .map(PaymentIntent::getId)
                .toList();

        assertThat(first.getData()).hasSize(3);
        assertThat(first.getHasMore()).isTrue();
        assertThat(all).isEqualTo(created.reversed());
        PaymentIntentListParams before = PaymentIntentListParams.builder()
                .setCreated(PaymentIntentListParams.Created.builder()
                        .setLt(createdAt)
                        .build())
                .build();
        assertThat(simulator.stripe.v1().paymentIntents().list(before).getData())
                .isEmpty();
    }

    @Test
    void anIntentIsFoundByPaymentId() throws StripeException {
        simulator.create("pm_card_visa");
        PaymentIntent created = simulator.create("pm_card_visa");
        String query = "metadata['payment_id']:'" + created.getMetadata().get("payment_id") + "'";

        StripeSearchResult<PaymentIntent> found = simulator
                .stripe
                .v1()
                .paymentIntents()
                .search(PaymentIntentSearchParams.builder()
                        .setQuery(query)
                        .setLimit(5L)
                        .build());

        assertThat(found.getData()).containsExactly(created);
        assertThat(found.getHasMore()).isFalse();
    }

    @Test
    void refundsNeverExceedTheCapture() throws Exception {
        PaymentIntent paid = simulator.createAndConfirm("pm_card_visa");

        Refund partial = simulator.refund(paid, 5_000L, "partial");
        InvalidRequestException tooMuch =
                catchThrowableOfType(InvalidRequestException.class, () -> simulator.refund(paid, 7_001L, "too much"));
        Refund rest = simulator.refund(paid, null, "rest");
        InvalidRequestException repeated =
                catchThrowableOfType(InvalidRequestException.class, () -> simulator.refund(paid, null, "repeated"));

        assertThat(partial.getStatus()).isEqualTo("succeeded");
        assertThat(tooMuch.getCode()).isEqualTo("amount_too_large");
        assertThat(rest.getAmount()).isEqualTo(7_000);
        assertThat(repeated.getCode()).isEqualTo("charge_already_refunded");
        assertThat(simulator.stripe.v1().refunds().retrieve(partial.getId())).isEqualTo(partial);
        RefundListParams ofPaid =
                RefundListParams.builder().setPaymentIntent(paid.getId()).build();
        assertThat(simulator.stripe.v1().refunds().list(ofPaid).getData()).containsExactly(rest, partial);
        JsonNode totals = simulator.get("/simulator/totals");
        assertThat(totals.path("captures").asLong()).isEqualTo(1);
        assertThat(totals.path("captured").path("krw").asLong()).isEqualTo(12_000);
        assertThat(totals.path("refunds").asLong()).isEqualTo(2);
        assertThat(totals.path("refunded").path("krw").asLong()).isEqualTo(12_000);
    }

    @Test
    void anUncapturedIntentCannotBeRefunded() throws StripeException {
        PaymentIntent created = simulator.create("pm_card_visa");

        InvalidRequestException rejected =
                catchThrowableOfType(InvalidRequestException.class, () -> simulator.refund(created, null, "early"));

        assertThat(rejected.getStatusCode()).isEqualTo(400);
    }

    @Test
    void theLedgerIsPagedByEntry() throws Exception {
        for (int number = 0; number < 3; number++) {
            simulator.createAndConfirm("pm_card_visa");
        }

        JsonNode second = simulator.get("/simulator/ledger?after=1&limit=1");

        assertThat(second.path("has_more").asBoolean()).isTrue();
        assertThat(second.path("data").size()).isEqualTo(1);
        assertThat(second.path("data").path(0).path("entry").asLong()).isEqualTo(2);
        assertThat(simulator.get("/simulator/ledger?after=3").path("data").size())
                .isZero();
    }
}
