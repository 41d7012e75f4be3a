package dev.firstcome.payment.reconciliation;

import static dev.firstcome.payment.reconciliation.Difference.Type.AMOUNT;
import static dev.firstcome.payment.reconciliation.Difference.Type.STATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentRefunds.RefundSummary;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.Provider.Intent;
import dev.firstcome.payment.provider.Provider.IntentState;
import dev.firstcome.payment.provider.Provider.ProviderRefund;
import dev.firstcome.payment.reconciliation.Comparison.Finding;
import dev.firstcome.payment.reconciliation.Comparison.Repair;
import dev.firstcome.payment.reconciliation.ReconciliationPair.LocalPayment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the two sides of a charge of 1,000 KRW in all combinations of states. */
class ComparisonTests {
    private static final Instant CREATED_AT = Instant.parse("2026-11-27T00:00:00Z");
    private static final Instant ONE_HOUR_LATER = CREATED_AT.plusSeconds(3_601);
    private static final UUID PAYMENT = new UUID(7, 7);
    private static final UUID REFUND = new UUID(8, 8);
    private static final String OWN_INTENT = "pi_own";

    /** The payment's state, its intent id, the state of the intent pi_own, and the expected finding. */
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
        "CAPTURED, pi_other, UNCONFIRMED, STATE CancelIntent",
        "CAPTURED, pi_other, CANCELLED, none",
        "CHARGING, pi_own, SUCCEEDED, STATE QueryProvider",
        "UNKNOWN, pi_own, SUCCEEDED, STATE QueryProvider",
        "UNKNOWN, , SUCCEEDED, STATE QueryProvider",
        "UNKNOWN, pi_own, REFUSED, STATE QueryProvider",
        "UNKNOWN, pi_own, CANCELLED, STATE QueryProvider",
        "UNKNOWN, pi_own, PROCESSING, none",
        "UNKNOWN, pi_own, UNCONFIRMED, none",
        "UNKNOWN, pi_other, SUCCEEDED, MISSING_HERE",
        "UNKNOWN, pi_other, UNCONFIRMED, none",
        "UNKNOWN, pi_own, , none",
        "DECLINED, pi_own, SUCCEEDED, MISSING_HERE",
        "DECLINED, pi_own, UNCONFIRMED, STATE CancelIntent",
        "DECLINED, pi_own, REFUSED, STATE CancelIntent",
        "DECLINED, pi_own, CANCELLED, none",
        "EXPIRED, , SUCCEEDED, MISSING_HERE",
        "EXPIRED, , UNCONFIRMED, STATE CancelIntent",
        "CANCELLED, , PROCESSING, none",
        "RESERVED, , SUCCEEDED, MISSING_HERE",
        "RESERVED, , UNCONFIRMED, none",
    })
    void findsContradictingStates(
            PaymentState state, @Nullable String intentId, @Nullable IntentState remote, String expected) {
        Intent intent = remote == null ? null : intent(remote, 1_000, "KRW");

        List<Finding> found = Comparison.of(pairOf(intent, state, intentId, List.of(), List.of()), ONE_HOUR_LATER);

        assertThat(describe(found)).isEqualTo(expected);
    }

    private static String describe(List<Finding> found) {
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
    void anIntentWithoutPaymentIsMissingHereUnlessItIsCompletelyRefunded() {
        Intent charged = intent(IntentState.SUCCEEDED, 1_000, "KRW");
        Intent open = intent(IntentState.UNCONFIRMED, 1_000, "KRW");

        assertThat(describe(Comparison.of(new ReconciliationPair(charged, List.of(), null), ONE_HOUR_LATER)))
                .isEqualTo("MISSING_HERE");
        assertThat(describe(Comparison.of(
                        new ReconciliationPair(charged, List.of(remoteRefund(999, null)), null), ONE_HOUR_LATER)))
                .isEqualTo("MISSING_HERE");
        assertThat(Comparison.of(
                        new ReconciliationPair(charged, List.of(remoteRefund(1_000, null)), null), ONE_HOUR_LATER))
                .isEmpty();
        assertThat(Comparison.of(new ReconciliationPair(open, List.of(), null), ONE_HOUR_LATER))
                .isEmpty();
    }

    @Test
    void anIntentYoungerThanOneHourIsIgnored() {
        ReconciliationPair pair =
                pairOf(intent(IntentState.UNCONFIRMED, 1_000, "KRW"), PaymentState.EXPIRED, null, List.of(), List.of());

        assertThat(Comparison.of(pair, CREATED_AT)).isEmpty();
        assertThat(Comparison.of(pair, CREATED_AT.plusMillis(1))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "CAPTURED, 999, KRW, AMOUNT",
        "CAPTURED, 1000, USD, AMOUNT",
        "UNKNOWN, 999, KRW, AMOUNT",
        "UNKNOWN, 1000, USD, AMOUNT"
    })
    void aDifferentAmountIsFoundWithoutRepair(PaymentState state, long amount, String currency, String expected) {
        ReconciliationPair pair =
                pairOf(intent(IntentState.SUCCEEDED, amount, currency), state, OWN_INTENT, List.of(), List.of());

        assertThat(describe(Comparison.of(pair, ONE_HOUR_LATER))).isEqualTo(expected);
    }

    /** The local state of the refund, its state at the provider, and the expected finding. */
    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED, SUCCEEDED, none",
        "FAILED, FAILED, none",
        "SENT, PENDING, none",
        "REQUESTED, SUCCEEDED, none",
        "SENT, SUCCEEDED, STATE RecordRefundResult",
        "UNKNOWN, SUCCEEDED, STATE RecordRefundResult",
        "UNKNOWN, FAILED, STATE RecordRefundResult",
        "UNKNOWN, , none",
        "FAILED, SUCCEEDED, AMOUNT",
        "SUCCEEDED, FAILED, AMOUNT",
        "SUCCEEDED, PENDING, AMOUNT",
        "SUCCEEDED, , AMOUNT"
    })
    void findsContradictingRefundStates(
            RefundState local, Provider.@Nullable ProviderRefundState remote, String expected) {
        List<ProviderRefund> refunds =
                remote == null ? List.of() : List.of(new ProviderRefund("re_1", remote, 300, REFUND, OWN_INTENT));

        List<Finding> found = Comparison.of(
                pairOf(
                        intent(IntentState.SUCCEEDED, 1_000, "KRW"),
                        PaymentState.CAPTURED,
                        OWN_INTENT,
                        refunds,
                        List.of(localRefund(local))),
                ONE_HOUR_LATER);

        assertThat(describe(found)).isEqualTo(expected);
    }

    @Test
    void aRefundWithTwoAttemptsHasSucceededIfOneHas() {
        List<ProviderRefund> attempts = List.of(
                new ProviderRefund("re_1", Provider.ProviderRefundState.FAILED, 300, REFUND, OWN_INTENT),
                new ProviderRefund("re_2", Provider.ProviderRefundState.SUCCEEDED, 300, REFUND, OWN_INTENT));

        List<Finding> found = Comparison.of(
                pairOf(
                        intent(IntentState.SUCCEEDED, 1_000, "KRW"),
                        PaymentState.CAPTURED,
                        OWN_INTENT,
                        attempts,
                        List.of(localRefund(RefundState.UNKNOWN))),
                ONE_HOUR_LATER);

        assertThat(found)
                .containsExactly(new Finding(
                        STATE,
                        List.of(new Repair.RecordRefundResult(
                                PAYMENT, REFUND, Provider.ProviderRefundState.SUCCEEDED))));
    }

    @Test
    void aRefundFromOutsideTheShopIsAnAmountDifference() {
        ReconciliationPair pair = pairOf(
                intent(IntentState.SUCCEEDED, 1_000, "KRW"),
                PaymentState.CAPTURED,
                OWN_INTENT,
                List.of(remoteRefund(1, null)),
                List.of());

        assertThat(describe(Comparison.of(pair, ONE_HOUR_LATER))).isEqualTo("AMOUNT");
    }

    @ParameterizedTest
    @CsvSource({"CAPTURED, 999, KRW", "CAPTURED, 0, KRW", "CAPTURED, 1000, USD", "DECLINED, 1000, KRW"})
    void aContradictingLedgerBalanceIsAnAmountDifference(PaymentState state, long balance, String currency) {
        Intent intent =
                intent(state == PaymentState.CAPTURED ? IntentState.SUCCEEDED : IntentState.CANCELLED, 1_000, "KRW");
        ReconciliationPair pair = new ReconciliationPair(
                intent,
                List.of(),
                new LocalPayment(
                        payment(state, OWN_INTENT), List.of(), balance == 0 ? Map.of() : Map.of(currency, balance)));

        assertThat(Comparison.of(pair, ONE_HOUR_LATER)).containsExactly(new Finding(AMOUNT, List.of()));
    }

    @Test
    void aRecentChangeIsInFlight() {
        ReconciliationPair pair = pairOf(
                intent(IntentState.SUCCEEDED, 1_000, "KRW"),
                PaymentState.CAPTURED,
                OWN_INTENT,
                List.of(),
                List.of(localRefund(RefundState.SENT)));

        assertThat(pair.isInFlight(CREATED_AT)).isFalse();
        assertThat(pair.isInFlight(CREATED_AT.minusMillis(1))).isTrue();
    }

    private static Intent intent(IntentState state, long amount, String currency) {
        return new Intent(OWN_INTENT, state, null, new Money(amount, currency), PAYMENT, CREATED_AT);
    }

    private static ProviderRefund remoteRefund(long amount, @Nullable UUID refundId) {
        return new ProviderRefund("re_1", Provider.ProviderRefundState.SUCCEEDED, amount, refundId, OWN_INTENT);
    }

    private static RefundSummary localRefund(RefundState state) {
        return new RefundSummary(REFUND, state, 300, CREATED_AT, CREATED_AT);
    }

    /** Returns a pair whose ledger balances match the local payment and its refunds. */
    private static ReconciliationPair pairOf(
            @Nullable Intent intent,
            PaymentState state,
            @Nullable String intentId,
            List<ProviderRefund> remoteRefunds,
            List<RefundSummary> localRefunds) {
        long refunded = localRefunds.stream()
                .filter(refund -> refund.state() == RefundState.SUCCEEDED)
                .mapToLong(RefundSummary::amount)
                .sum();
        Map<String, Long> balances = state == PaymentState.CAPTURED ? Map.of("KRW", 1_000 - refunded) : Map.of();
        return new ReconciliationPair(
                intent, remoteRefunds, new LocalPayment(payment(state, intentId), localRefunds, balances));
    }

    private static Payment payment(PaymentState state, @Nullable String intentId) {
        Payment.Terms terms = new Payment.Terms(new Payment.Price("KRW", 1_200, 200), null, List.of(), "pm_card_visa");
        return new Payment(
                PAYMENT, new UUID(7, 1), state, null, 3, 3, 1, 1, terms, intentId, 0, CREATED_AT, CREATED_AT);
    }
}
