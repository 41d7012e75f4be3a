package dev.firstcome.e2e.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.verifier.PaymentHistory.OrderResponse;
import dev.firstcome.e2e.verifier.PaymentsEvidence.Entry;
import dev.firstcome.e2e.verifier.PaymentsEvidence.MoneyMovement;
import dev.firstcome.e2e.verifier.PaymentsEvidence.PaymentEvent;
import dev.firstcome.e2e.verifier.PaymentsEvidence.PaymentRow;
import dev.firstcome.e2e.verifier.PaymentsEvidence.ProductRow;
import dev.firstcome.e2e.verifier.PaymentsEvidence.RefundRow;
import dev.firstcome.e2e.verifier.PaymentsEvidence.Reservation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests that a correct run is valid, and that each injected violation is reported by its invariant. */
class PaymentsVerifierTests {
    private static final UUID KIM = new UUID(1, 1);
    private static final UUID LEE = new UUID(1, 2);
    private static final UUID PAID = new UUID(2, 1);
    private static final UUID DECLINED = new UUID(2, 2);
    private static final UUID SHIRT = new UUID(3, 1);
    private static final UUID COUPON = new UUID(4, 1);
    private static final UUID EVENT = new UUID(5, 1);

    private final List<PaymentRow> payments = new ArrayList<>(List.of(
            new PaymentRow(PAID, KIM, "CAPTURED", "KRW", 900, 300, COUPON, Map.of(SHIRT, 2)),
            new PaymentRow(DECLINED, LEE, "DECLINED", "KRW", 500, 0, null, Map.of(SHIRT, 1))));
    private final List<RefundRow> refunds = new ArrayList<>(List.of(new RefundRow(KIM, PAID, "SUCCEEDED", 300)));
    private final List<Entry> entries = new ArrayList<>(List.of(
            new Entry("pg-1", new UUID(6, 1), PAID, "PROVIDER", "KRW", 900),
            new Entry("pg-1", new UUID(6, 1), PAID, "SALES", "KRW", -900),
            new Entry("pg-1", new UUID(6, 2), PAID, "REFUNDS", "KRW", 300),
            new Entry("pg-1", new UUID(6, 2), PAID, "PROVIDER", "KRW", -300)));
    private final List<MoneyMovement> movements =
            new ArrayList<>(List.of(new MoneyMovement(true, PAID, 900), new MoneyMovement(false, PAID, 300)));
    private final List<Reservation> reservations = new ArrayList<>(List.of(
            new Reservation(true, COUPON, PAID, "REDEEMED", 1),
            new Reservation(false, SHIRT, PAID, "CONFIRMED", 2),
            new Reservation(false, SHIRT, DECLINED, "RELEASED", 1)));
    private final Map<String, List<UUID>> consumed =
            new HashMap<>(Map.of("coupon-payments", List.of(EVENT), "catalog-stock", List.of(EVENT)));
    private final PaymentHistory history = new PaymentHistory();
    private long left = 8;

    @Test
    void correctRunIsValid() {
        assertThat(violated()).isEmpty();
    }

    @Test
    void secondChargeViolatesP1() {
        movements.add(new MoneyMovement(true, PAID, 900));
        assertThat(violated()).contains("P1", "P2", "P3");
    }

    @Test
    void chargeWithoutPaymentViolatesP1() {
        movements.add(new MoneyMovement(true, null, 1));
        assertThat(violated()).containsExactly("P1");
    }

    @Test
    void keyWithTwoPaymentsViolatesP1() {
        history.recordResponse(accepted(KIM, "key", "order", DECLINED));
        assertThat(violated()).contains("P1", "P5");
    }

    @Test
    void missingLedgerEntryViolatesP2() {
        entries.removeLast();
        assertThat(violated()).containsExactly("P2");
    }

    @Test
    void openOrDifferentlyObservedPaymentViolatesP3() {
        payments.set(1, new PaymentRow(DECLINED, LEE, "UNKNOWN", "KRW", 500, 0, null, Map.of(SHIRT, 1)));
        assertThat(violated()).contains("P3");
        payments.set(1, new PaymentRow(DECLINED, LEE, "DECLINED", "KRW", 500, 0, null, Map.of(SHIRT, 1)));
        history.recordPayment(LEE, DECLINED, "CAPTURED");
        assertThat(violated()).containsExactly("P3");
    }

    @Test
    void chargeOfDeclinedPaymentViolatesP3() {
        movements.add(new MoneyMovement(true, DECLINED, 500));
        assertThat(violated()).contains("P2", "P3");
    }

    @Test
    void duplicateRefundViolatesP4() {
        movements.add(new MoneyMovement(false, PAID, 300));
        assertThat(violated()).contains("P2", "P4");
    }

    @Test
    void differentResponseUnderOneKeyViolatesP5() {
        history.recordResponse(
                new OrderResponse(KIM, "key", "order", 202, "", "{\"paymentId\":\"%s\" }".formatted(PAID)));
        assertThat(violated()).containsExactly("P5");
    }

    @Test
    void couponUsedTwiceOrStillReservedViolatesP6() {
        reservations.add(new Reservation(true, COUPON, DECLINED, "REDEEMED", 1));
        assertThat(violated()).containsExactly("P6");
        reservations.set(3, new Reservation(true, COUPON, DECLINED, "RESERVED", 1));
        assertThat(violated()).containsExactly("P6");
    }

    @Test
    void missingUnsoldStockViolatesP6() {
        left = 7;
        assertThat(violated()).containsExactly("P6");
    }

    @Test
    void capturedPaymentWithoutStockViolatesP6() {
        reservations.remove(1);
        left = 10;
        assertThat(violated()).containsExactly("P6");
    }

    @Test
    void crossUserReadViolatesP7() {
        history.recordCrossUserRead(LEE, PAID, 200);
        assertThat(violated()).containsExactly("P7");
    }

    @Test
    void eventConsumedTwiceViolatesE2() {
        consumed.put("catalog-stock", List.of(EVENT, EVENT));
        assertThat(violated()).containsExactly("E2");
    }

    private static OrderResponse accepted(UUID user, String key, String order, UUID payment) {
        return new OrderResponse(user, key, order, 202, "", "{\"paymentId\":\"%s\"}".formatted(payment));
    }

    private List<String> violated() {
        history.recordResponse(accepted(KIM, "key", "order", PAID));
        history.recordResponse(accepted(LEE, "key", "order", DECLINED));
        history.recordPayment(KIM, PAID, "CAPTURED");
        history.recordCrossUserRead(LEE, PAID, 404);
        PaymentsEvidence evidence = new PaymentsEvidence(
                payments,
                refunds,
                entries,
                movements,
                reservations,
                List.of(new ProductRow(SHIRT, left)),
                List.of(new PaymentEvent(EVENT, PAID, 3, "CAPTURED", COUPON, Set.of(SHIRT))),
                consumed);
        return PaymentsVerifier.verdicts(evidence, history, Map.of(SHIRT, 10L)).stream()
                .filter(verdict -> !verdict.valid())
                .map(Verdict::id)
                .sorted()
                .collect(Collectors.toList());
    }
}
