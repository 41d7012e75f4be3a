package dev.firstcome.payment.reconciliation;

import static dev.firstcome.payment.reconciliation.Difference.Type.AMOUNT;
import static dev.firstcome.payment.reconciliation.Difference.Type.STATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentRefunds.Refunded;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.Provider.Intent;
import dev.firstcome.payment.provider.Provider.IntentState;
import dev.firstcome.payment.provider.Provider.ProviderRefund;
import dev.firstcome.payment.reconciliation.Comparison.Finding;
import dev.firstcome.payment.reconciliation.Comparison.Repair;
import dev.firstcome.payment.reconciliation.Sides.Here;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both sides of a charge over 1,000 KRW, in every way in which they may stand. */
class ComparisonTests {
    private static final Instant THEN = Instant.parse("2026-11-27T00:00:00Z");
    private static final Instant AN_HOUR_LATER = THEN.plusSeconds(3_601);
    private static final UUID PAYMENT = new UUID(7, 7);
    private static final UUID REFUND = new UUID(8, 8);
    private static final String OWN = "pi_own";

    /** The payment's state; the intent that it names; the state of the intent pi_own; what is found. */
    @ParameterizedTest
    @CsvSource({
        "CAPTURED, pi_own, SUCCEEDED, none",
        "CAPTURED, pi_own, , MISSING_THERE",
        "CAPTURED, pi_own, UNCONFIRMED, MISSING_THERE",
        "CAPTURED, pi_own, PROCESSING, MISSING_THERE",
        "CAPTURED, pi_own, REFUSED, MISSING_THERE",
        "CAPTURED, pi_own, CANCELLED, MISSING_THERE",
        "CAPTURED, pi_other, SUCCEEDED, MISSING_HERE",
        "CAPTURED, , SUCCEEDED, MISSING_HERE",
        "CAPTURED, pi_other, UNCONFIRMED, STATE CallOff",
        "CAPTURED, pi_other, CANCELLED, none",
        "CHARGING, pi_own, SUCCEEDED, STATE Ask",
        "UNKNOWN, pi_own, SUCCEEDED, STATE Ask",
        "UNKNOWN, , SUCCEEDED, STATE Ask",
        "UNKNOWN, pi_own, REFUSED, STATE Ask",
        "UNKNOWN, pi_own, CANCELLED, STATE Ask",
        "UNKNOWN, pi_own, PROCESSING, none",
        "UNKNOWN, pi_own, UNCONFIRMED, none",
        "UNKNOWN, pi_other, SUCCEEDED, MISSING_HERE",
        "UNKNOWN, pi_other, UNCONFIRMED, none",
        "UNKNOWN, pi_own, , none",
        "DECLINED, pi_own, SUCCEEDED, MISSING_HERE",
        "DECLINED, pi_own, UNCONFIRMED, STATE CallOff",
        "DECLINED, pi_own, REFUSED, STATE CallOff",
        "DECLINED, pi_own, CANCELLED, none",
        "EXPIRED, , SUCCEEDED, MISSING_HERE",
        "EXPIRED, , UNCONFIRMED, STATE CallOff",
        "CANCELLED, , PROCESSING, none",
        "RESERVED, , SUCCEEDED, MISSING_HERE",
        "RESERVED, , UNCONFIRMED, none",
    })
    void statesThatDoNotFitAreFound(
            PaymentState state, @Nullable String named, @Nullable IntentState there, String wanted) {
        Intent intent = there == null ? null : intent(there, 1_000, "KRW");

        List<Finding> found = Comparison.of(sides(intent, state, named, List.of(), List.of()), AN_HOUR_LATER);

        assertThat(told(found)).isEqualTo(wanted);
    }

    private static String told(List<Finding> found) {
        return found.isEmpty()
                ? "none"
                : found.stream()
                        .map(finding -> finding.type()
                                + finding.repairs().stream()
                                        .map(repair -> " " + repair.getClass().getSimpleName())
                                        .collect(Collectors.joining()))
                        .collect(Collectors.joining(", "));
    }

    @Test
    void aChargeOfNobodyIsMissingHereUnlessAllOfItWasGivenBack() {
        Intent charged = intent(IntentState.SUCCEEDED, 1_000, "KRW");
        Intent open = intent(IntentState.UNCONFIRMED, 1_000, "KRW");

        assertThat(told(Comparison.of(new Sides(charged, List.of(), null), AN_HOUR_LATER)))
                .isEqualTo("MISSING_HERE");
        assertThat(told(Comparison.of(new Sides(charged, List.of(there(999, null)), null), AN_HOUR_LATER)))
                .isEqualTo("MISSING_HERE");
        assertThat(Comparison.of(new Sides(charged, List.of(there(1_000, null)), null), AN_HOUR_LATER))
                .isEmpty();
        assertThat(Comparison.of(new Sides(open, List.of(), null), AN_HOUR_LATER))
                .isEmpty();
    }

    @Test
    void anIntentThatIsNotAnHourOldIsLeftAlone() {
        Sides sides =
                sides(intent(IntentState.UNCONFIRMED, 1_000, "KRW"), PaymentState.EXPIRED, null, List.of(), List.of());

        assertThat(Comparison.of(sides, THEN)).isEmpty();
        assertThat(Comparison.of(sides, THEN.plusMillis(1))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "CAPTURED, 999, KRW, AMOUNT",
        "CAPTURED, 1000, USD, AMOUNT",
        "UNKNOWN, 999, KRW, AMOUNT",
        "UNKNOWN, 1000, USD, AMOUNT"
    })
    void anotherAmountIsFoundAndNotAskedAbout(PaymentState state, long amount, String currency, String wanted) {
        Sides sides = sides(intent(IntentState.SUCCEEDED, amount, currency), state, OWN, List.of(), List.of());

        assertThat(told(Comparison.of(sides, AN_HOUR_LATER))).isEqualTo(wanted);
    }

    /** The refund's state here; its state there; what is found. */
    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED, SUCCEEDED, none",
        "FAILED, FAILED, none",
        "SENT, PENDING, none",
        "REQUESTED, SUCCEEDED, none",
        "SENT, SUCCEEDED, STATE Hear",
        "UNKNOWN, SUCCEEDED, STATE Hear",
        "UNKNOWN, FAILED, STATE Hear",
        "UNKNOWN, , none",
        "FAILED, SUCCEEDED, AMOUNT",
        "SUCCEEDED, FAILED, AMOUNT",
        "SUCCEEDED, PENDING, AMOUNT",
        "SUCCEEDED, , AMOUNT"
    })
    void refundsThatDoNotFitAreFound(RefundState here, Provider.@Nullable RefundState there, String wanted) {
        List<ProviderRefund> refunds =
                there == null ? List.of() : List.of(new ProviderRefund("re_1", there, 300, REFUND, OWN));

        List<Finding> found = Comparison.of(
                sides(
                        intent(IntentState.SUCCEEDED, 1_000, "KRW"),
                        PaymentState.CAPTURED,
                        OWN,
                        refunds,
                        List.of(here(here))),
                AN_HOUR_LATER);

        assertThat(told(found)).isEqualTo(wanted);
    }

    @Test
    void aRefundTriedUnderTwoKeysHasSucceededIfOneHas() {
        List<ProviderRefund> tries = List.of(
                new ProviderRefund("re_1", Provider.RefundState.FAILED, 300, REFUND, OWN),
                new ProviderRefund("re_2", Provider.RefundState.SUCCEEDED, 300, REFUND, OWN));

        List<Finding> found = Comparison.of(
                sides(
                        intent(IntentState.SUCCEEDED, 1_000, "KRW"),
                        PaymentState.CAPTURED,
                        OWN,
                        tries,
                        List.of(here(RefundState.UNKNOWN))),
                AN_HOUR_LATER);

        assertThat(found)
                .containsExactly(
                        new Finding(STATE, List.of(new Repair.Hear(PAYMENT, REFUND, Provider.RefundState.SUCCEEDED))));
    }

    @Test
    void whatSomebodyElseGaveBackIsAnAmount() {
        Sides sides = sides(
                intent(IntentState.SUCCEEDED, 1_000, "KRW"),
                PaymentState.CAPTURED,
                OWN,
                List.of(there(1, null)),
                List.of());

        assertThat(told(Comparison.of(sides, AN_HOUR_LATER))).isEqualTo("AMOUNT");
    }

    @ParameterizedTest
    @CsvSource({"CAPTURED, 999, KRW", "CAPTURED, 0, KRW", "CAPTURED, 1000, USD", "DECLINED, 1000, KRW"})
    void aLedgerThatSaysOtherwiseIsAnAmount(PaymentState state, long held, String currency) {
        Intent intent =
                intent(state == PaymentState.CAPTURED ? IntentState.SUCCEEDED : IntentState.CANCELLED, 1_000, "KRW");
        Sides sides = new Sides(
                intent,
                List.of(),
                new Here(payment(state, OWN), List.of(), held == 0 ? Map.of() : Map.of(currency, held)));

        assertThat(Comparison.of(sides, AN_HOUR_LATER)).containsExactly(new Finding(AMOUNT, List.of()));
    }

    @Test
    void whatHasMovedJustNowIsInFlight() {
        Sides still = sides(
                intent(IntentState.SUCCEEDED, 1_000, "KRW"),
                PaymentState.CAPTURED,
                OWN,
                List.of(),
                List.of(here(RefundState.SENT)));

        assertThat(still.isInFlight(THEN)).isFalse();
        assertThat(still.isInFlight(THEN.minusMillis(1))).isTrue();
    }

    private static Intent intent(IntentState state, long amount, String currency) {
        return new Intent(OWN, state, null, new Money(amount, currency), PAYMENT, THEN);
    }

    private static ProviderRefund there(long amount, @Nullable UUID refundId) {
        return new ProviderRefund("re_1", Provider.RefundState.SUCCEEDED, amount, refundId, OWN);
    }

    private static Refunded here(RefundState state) {
        return new Refunded(REFUND, state, 300, THEN, THEN);
    }

    /** With a ledger that says what the payment and its refunds do. */
    private static Sides sides(
            @Nullable Intent intent,
            PaymentState state,
            @Nullable String named,
            List<ProviderRefund> there,
            List<Refunded> refunds) {
        long back = refunds.stream()
                .filter(refund -> refund.state() == RefundState.SUCCEEDED)
                .mapToLong(Refunded::amount)
                .sum();
        Map<String, Long> held = state == PaymentState.CAPTURED ? Map.of("KRW", 1_000 - back) : Map.of();
        return new Sides(intent, there, new Here(payment(state, named), refunds, held));
    }

    private static Payment payment(PaymentState state, @Nullable String named) {
        Payment.Terms terms = new Payment.Terms(new Payment.Price("KRW", 1_200, 200), null, List.of(), "pm_card_visa");
        return new Payment(PAYMENT, new UUID(7, 1), state, null, 3, 3, 1, 1, terms, named, 0, THEN, THEN);
    }
}
