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

/** The calls as Stripe's SDK makes them. */
@SuppressWarnings("NullAway.Init")
class ApiIT {
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

    @Test
    void aPaymentIsMadeConfirmedAndInTheLedger() throws Exception {
        PaymentIntent made = shop.create("pm_card_visa");
        assertThat(made.getStatus()).isEqualTo("requires_confirmation");
        assertThat(made.getAmountReceived()).isZero();

        PaymentIntent confirmed = shop.confirm(made, "confirm-1");

        assertThat(confirmed.getStatus()).isEqualTo("succeeded");
        assertThat(confirmed.getAmountReceived()).isEqualTo(12_000);
        assertThat(confirmed.getLatestCharge()).startsWith("ch_");
        PaymentIntent read = shop.stripe.v1().paymentIntents().retrieve(made.getId());
        assertThat(read).isEqualTo(confirmed);
        JsonNode entry = shop.get("/simulator/ledger").path("data").path(0);
        assertThat(entry.path("entry").asLong()).isEqualTo(1);
        assertThat(entry.path("type").asString()).isEqualTo("capture");
        assertThat(entry.path("intent").asString()).isEqualTo(made.getId());
        assertThat(entry.path("payment").asString())
                .isEqualTo(made.getMetadata().get("payment_id"));
        assertThat(entry.path("idempotencyKey").asString()).isEqualTo("confirm-1");
    }

    @Test
    void creatingCanConfirmAtOnce() throws StripeException {
        PaymentIntentCreateParams params =
                Shop.orderBuilder("pm_card_visa").setConfirm(true).build();

        assertThat(shop.stripe.v1().paymentIntents().create(params).getStatus()).isEqualTo("succeeded");
    }

    @Test
    void withoutACardAnIntentTakesOneWhenConfirmed() throws StripeException {
        PaymentIntent made = shop.stripe
                .v1()
                .paymentIntents()
                .create(PaymentIntentCreateParams.builder()
                        .setAmount(5L)
                        .setCurrency("usd")
                        .build());
        assertThat(made.getStatus()).isEqualTo("requires_payment_method");
        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> shop.confirm(made, "none"));
        assertThat(refused.getCode()).isEqualTo("payment_intent_unexpected_state");

        PaymentIntent paid = shop.stripe
                .v1()
                .paymentIntents()
                .confirm(
                        made.getId(),
                        PaymentIntentConfirmParams.builder()
                                .setPaymentMethod("pm_card_mastercard")
                                .build());

        assertThat(paid.getStatus()).isEqualTo("succeeded");
        assertThat(paid.getPaymentMethod()).isEqualTo("pm_card_mastercard");
    }

    @Test
    void aDeclineShowsTheIntentAndAnotherCardCanFollow() throws StripeException {
        PaymentIntent made = shop.create("pm_card_chargeDeclinedInsufficientFunds");

        CardException declined = catchThrowableOfType(CardException.class, () -> shop.confirm(made, "first"));

        assertThat(declined.getStatusCode()).isEqualTo(402);
        assertThat(declined.getCode()).isEqualTo("card_declined");
        assertThat(declined.getDeclineCode()).isEqualTo("insufficient_funds");
        PaymentIntent embedded = declined.getStripeError().getPaymentIntent();
        assertThat(embedded.getStatus()).isEqualTo("requires_payment_method");
        assertThat(embedded.getPaymentMethod()).isNull();
        PaymentIntent read = shop.stripe.v1().paymentIntents().retrieve(made.getId());
        assertThat(read.getLastPaymentError().getDeclineCode()).isEqualTo("insufficient_funds");
        assertThat(read.getLastPaymentError().getPaymentMethod().getId())
                .isEqualTo("pm_card_chargeDeclinedInsufficientFunds");
        PaymentIntentConfirmParams other = PaymentIntentConfirmParams.builder()
                .setPaymentMethod("pm_card_visa")
                .build();
        PaymentIntent paid = shop.stripe.v1().paymentIntents().confirm(made.getId(), other);
        assertThat(paid.getStatus()).isEqualTo("succeeded");
        assertThat(paid.getLastPaymentError()).isNull();
    }

    @Test
    void whatIsPaidIsNeitherConfirmedNorCanceledAgain() throws StripeException {
        PaymentIntent paid = shop.paid("pm_card_visa");

        for (InvalidRequestException refused : List.of(
                catchThrowableOfType(InvalidRequestException.class, () -> shop.confirm(paid, "again")),
                catchThrowableOfType(
                        InvalidRequestException.class,
                        () -> shop.stripe.v1().paymentIntents().cancel(paid.getId())))) {
            assertThat(refused.getStatusCode()).isEqualTo(400);
            assertThat(refused.getCode()).isEqualTo("payment_intent_unexpected_state");
            assertThat(refused.getStripeError().getPaymentIntent().getStatus()).isEqualTo("succeeded");
        }
    }

    @Test
    void whatIsCanceledIsNeverPaid() throws StripeException {
        PaymentIntent made = shop.create("pm_card_visa");

        PaymentIntent canceled = shop.stripe
                .v1()
                .paymentIntents()
                .cancel(
                        made.getId(),
                        PaymentIntentCancelParams.builder()
                                .setCancellationReason(PaymentIntentCancelParams.CancellationReason.ABANDONED)
                                .build());

        assertThat(canceled.getStatus()).isEqualTo("canceled");
        assertThat(canceled.getCancellationReason()).isEqualTo("abandoned");
        assertThat(canceled.getCanceledAt()).isPositive();
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> shop.confirm(made, "late"))
                        .getCode())
                .isEqualTo("payment_intent_unexpected_state");
    }

    @Test
    void theListIsNewestFirstInPages() throws StripeException {
        List<String> made = new ArrayList<>();
        for (int number = 0; number < 7; number++) {
            made.add(shop.create("pm_card_visa").getId());
        }
        long created = shop.stripe.v1().paymentIntents().retrieve(made.get(0)).getCreated();
        PaymentIntentListParams three = PaymentIntentListParams.builder()
                .setLimit(3L)
                .setCreated(PaymentIntentListParams.Created.builder()
                        .setGte(created)
                        .setLte(created + 60)
                        .build())
                .build();

        StripeCollection<PaymentIntent> first =
                shop.stripe.v1().paymentIntents().list(three);
        List<String> all = StreamSupport.stream(first.autoPagingIterable().spliterator(), false)
                .map(PaymentIntent::getId)
                .toList();

        assertThat(first.getData()).hasSize(3);
        assertThat(first.getHasMore()).isTrue();
        assertThat(all).isEqualTo(made.reversed());
        PaymentIntentListParams before = PaymentIntentListParams.builder()
                .setCreated(
                        PaymentIntentListParams.Created.builder().setLt(created).build())
                .build();
        assertThat(shop.stripe.v1().paymentIntents().list(before).getData()).isEmpty();
    }

    @Test
    void anIntentIsFoundByTheNumberOfThePayment() throws StripeException {
        shop.create("pm_card_visa");
        PaymentIntent made = shop.create("pm_card_visa");
        String query = "metadata['payment_id']:'" + made.getMetadata().get("payment_id") + "'";

        StripeSearchResult<PaymentIntent> found = shop.stripe
                .v1()
                .paymentIntents()
                .search(PaymentIntentSearchParams.builder()
                        .setQuery(query)
                        .setLimit(5L)
                        .build());

        assertThat(found.getData()).containsExactly(made);
        assertThat(found.getHasMore()).isFalse();
    }

    @Test
    void refundsTakeNoMoreThanWasCaptured() throws Exception {
        PaymentIntent paid = shop.paid("pm_card_visa");

        Refund part = shop.refund(paid, 5_000L, "part");
        InvalidRequestException tooMuch =
                catchThrowableOfType(InvalidRequestException.class, () -> shop.refund(paid, 7_001L, "too much"));
        Refund rest = shop.refund(paid, null, "rest");
        InvalidRequestException again =
                catchThrowableOfType(InvalidRequestException.class, () -> shop.refund(paid, null, "again"));

        assertThat(part.getStatus()).isEqualTo("succeeded");
        assertThat(tooMuch.getCode()).isEqualTo("amount_too_large");
        assertThat(rest.getAmount()).isEqualTo(7_000);
        assertThat(again.getCode()).isEqualTo("charge_already_refunded");
        assertThat(shop.stripe.v1().refunds().retrieve(part.getId())).isEqualTo(part);
        RefundListParams ofPaid =
                RefundListParams.builder().setPaymentIntent(paid.getId()).build();
        assertThat(shop.stripe.v1().refunds().list(ofPaid).getData()).containsExactly(rest, part);
        JsonNode totals = shop.get("/simulator/totals");
        assertThat(totals.path("captures").asLong()).isEqualTo(1);
        assertThat(totals.path("captured").path("krw").asLong()).isEqualTo(12_000);
        assertThat(totals.path("refunds").asLong()).isEqualTo(2);
        assertThat(totals.path("refunded").path("krw").asLong()).isEqualTo(12_000);
    }

    @Test
    void whatIsNotCapturedIsNotRefunded() throws StripeException {
        PaymentIntent made = shop.create("pm_card_visa");

        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> shop.refund(made, null, "early"));

        assertThat(refused.getStatusCode()).isEqualTo(400);
    }

    @Test
    void theLedgerIsReadFromAnyEntryOn() throws Exception {
        for (int number = 0; number < 3; number++) {
            shop.paid("pm_card_visa");
        }

        JsonNode second = shop.get("/simulator/ledger?after=1&limit=1");

        assertThat(second.path("has_more").asBoolean()).isTrue();
        assertThat(second.path("data").size()).isEqualTo(1);
        assertThat(second.path("data").path(0).path("entry").asLong()).isEqualTo(2);
        assertThat(shop.get("/simulator/ledger?after=3").path("data").size()).isZero();
    }
}
