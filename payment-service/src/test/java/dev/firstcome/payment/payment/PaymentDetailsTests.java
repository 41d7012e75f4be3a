package dev.firstcome.payment.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.payment.PaymentRefunds.RefundSummary;
import dev.firstcome.payment.payment.Payments.HistoryEntry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PaymentDetailsTests {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @Test
    void theLastHistoryEntryIsThePaymentsState() {
        List<HistoryEntry> read = Stream.of(PaymentState.REQUESTED, PaymentState.RESERVED, PaymentState.CHARGING)
                .map(state -> new HistoryEntry(state, NOW))
                .toList();

        assertThat(new PaymentDetails(payment(PaymentState.RESERVED, 2), List.of(), read).history())
                .extracting(HistoryEntry::state)
                .containsExactly(PaymentState.REQUESTED, PaymentState.RESERVED);
    }

    @ParameterizedTest
    @EnumSource
    void aPaymentWithoutRefundsIsFinalInAFinalState(PaymentState state) {
        assertThat(new PaymentDetails(payment(state, 1), List.of(), List.of()).isFinal())
                .isEqualTo(state.isFinal());
    }

    @ParameterizedTest
    @CsvSource({"REQUESTED,false", "SENT,false", "UNKNOWN,false", "SUCCEEDED,true", "FAILED,true"})
    void aPaymentWithAnOpenRefundIsNotFinal(RefundState state, boolean isFinal) {
        List<RefundSummary> refunds = List.of(
                new RefundSummary(new UUID(3, 1), RefundState.SUCCEEDED, 1, NOW, NOW),
                new RefundSummary(new UUID(3, 2), state, 1, NOW, NOW));

        assertThat(new PaymentDetails(payment(PaymentState.CAPTURED, 1), refunds, List.of()).isFinal())
                .isEqualTo(isFinal);
    }

    private static Payment payment(PaymentState state, int step) {
        Payment.Terms terms = new Payment.Terms(new Payment.Price("KRW", 100, 0), null, List.of(), "pm_card_visa");
        return new Payment(new UUID(1, 1), new UUID(2, 2), state, null, step, step, 0, 1, terms, null, 0, NOW, NOW);
    }
}
