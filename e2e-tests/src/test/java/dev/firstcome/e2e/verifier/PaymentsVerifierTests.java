package dev.firstcome.e2e.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.verifier.PaymentHistory.Told;
import dev.firstcome.e2e.verifier.PaymentsEvidence.Entry;
import dev.firstcome.e2e.verifier.PaymentsEvidence.Moved;
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

/** A right run is VALID, and each thing that can be wrong is found by the invariant that is about it. */
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
    private final List<Moved> moved = new ArrayList<>(List.of(new Moved(true, PAID, 900), new Moved(false, PAID, 300)));
    private final List<Reservation> reservations = new ArrayList<>(List.of(
            new Reservation(true, COUPON, PAID, "REDEEMED", 1),
            new Reservation(false, SHIRT, PAID, "CONFIRMED", 2),
            new Reservation(false, SHIRT, DECLINED, "RELEASED", 1)));
    private final Map<String, List<UUID>> taken =
            new HashMap<>(Map.of("coupon-payments", List.of(EVENT), "catalog-stock", List.of(EVENT)));
    private final PaymentHistory history = new PaymentHistory();
    private long left = 8;

    @Test
    void aRightRunIsValid() {
        assertThat(broken()).isEmpty();
    }

    @Test
    void aSecondChargeIsFound() {
        moved.add(new Moved(true, PAID, 900));
        assertThat(broken()).contains("P1", "P2", "P3");
    }

    @Test
    void aChargeOfNobodyIsFound() {
        moved.add(new Moved(true, null, 1));
        assertThat(broken()).containsExactly("P1");
    }

    @Test
    void aKeyThatMadeTwoPaymentsIsFound() {
        history.told(taken(KIM, "key", "order", DECLINED));
        assertThat(broken()).contains("P1", "P5");
    }

    @Test
    void anEntryTooFewIsFound() {
        entries.removeLast();
        assertThat(broken()).containsExactly("P2");
    }

    @Test
    void anOpenPaymentAndOneThatWasShownOtherwiseAreFound() {
        payments.set(1, new PaymentRow(DECLINED, LEE, "UNKNOWN", "KRW", 500, 0, null, Map.of(SHIRT, 1)));
        assertThat(broken()).contains("P3");
        payments.set(1, new PaymentRow(DECLINED, LEE, "DECLINED", "KRW", 500, 0, null, Map.of(SHIRT, 1)));
        history.shown(LEE, DECLINED, "CAPTURED");
        assertThat(broken()).containsExactly("P3");
    }

    @Test
    void aChargeOfWhatWasDeclinedIsFound() {
        moved.add(new Moved(true, DECLINED, 500));
        assertThat(broken()).contains("P2", "P3");
    }

    @Test
    void aRefundTwiceIsFound() {
        moved.add(new Moved(false, PAID, 300));
        assertThat(broken()).contains("P2", "P4");
    }

    @Test
    void anotherAnswerUnderOneKeyIsFound() {
        history.told(new Told(KIM, "key", "order", 202, "", "{\"paymentId\":\"%s\" }".formatted(PAID)));
        assertThat(broken()).containsExactly("P5");
    }

    @Test
    void aCouponThatTwoHaveUsedAndOneThatIsStillHeldAreFound() {
        reservations.add(new Reservation(true, COUPON, DECLINED, "REDEEMED", 1));
        assertThat(broken()).containsExactly("P6");
        reservations.set(3, new Reservation(true, COUPON, DECLINED, "RESERVED", 1));
        assertThat(broken()).containsExactly("P6");
    }

    @Test
    void stockThatIsGoneAndSoldByNobodyIsFound() {
        left = 7;
        assertThat(broken()).containsExactly("P6");
    }

    @Test
    void whoPaidAndGotNothingIsFound() {
        reservations.remove(1);
        left = 10;
        assertThat(broken()).containsExactly("P6");
    }

    @Test
    void whoeverSeesAnothersPaymentIsFound() {
        history.foreign(LEE, PAID, 200);
        assertThat(broken()).containsExactly("P7");
    }

    @Test
    void anEventThatWasTakenTwiceIsFound() {
        taken.put("catalog-stock", List.of(EVENT, EVENT));
        assertThat(broken()).containsExactly("E2");
    }

    private static Told taken(UUID user, String key, String order, UUID payment) {
        return new Told(user, key, order, 202, "", "{\"paymentId\":\"%s\"}".formatted(payment));
    }

    private List<String> broken() {
        history.told(taken(KIM, "key", "order", PAID));
        history.told(taken(LEE, "key", "order", DECLINED));
        history.shown(KIM, PAID, "CAPTURED");
        history.foreign(LEE, PAID, 404);
        PaymentsEvidence evidence = new PaymentsEvidence(
                payments,
                refunds,
                entries,
                moved,
                reservations,
                List.of(new ProductRow(SHIRT, left)),
                List.of(new PaymentEvent(EVENT, PAID, 3, "CAPTURED", COUPON, Set.of(SHIRT))),
                taken);
        return PaymentsVerifier.verdicts(evidence, history, Map.of(SHIRT, 10L)).stream()
                .filter(verdict -> !verdict.valid())
                .map(Verdict::id)
                .sorted()
                .collect(Collectors.toList());
    }
}
