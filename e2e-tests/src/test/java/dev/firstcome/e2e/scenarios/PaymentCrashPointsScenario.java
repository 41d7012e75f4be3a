package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.payments.PurchaseRun;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.model.random.Seeds;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A failpoint halts payment-service between two steps of one operation. The seed chooses the point and the call. */
@ExtendWith(SharedPlatformExtension.class)
class PaymentCrashPointsScenario {
    private static final int USERS = 40;
    private static final int CALL_MAX = 30;

    /** The failpoint that halts the process. */
    private enum Point {
        /** The idempotency key is claimed, and no payment exists for it. */
        KEY_CLAIMED("dev.firstcome.payment.checkout.OrderPricer#price"),
        /** The payment is stored, and the client has no response. */
        ACCEPTED_NOT_ANSWERED("dev.firstcome.payment.checkout.web.CheckoutMeters#count"),
        /** No reservation exists yet. */
        BEFORE_RESERVATION("dev.firstcome.payment.charge.ReservationStep#reserve"),
        /** The row is in the charging state, and the provider has no request. */
        BEFORE_CHARGE_REQUEST("dev.firstcome.payment.charge.ChargeStep#execute"),
        /** The provider has created an intent, and its id is not stored. */
        INTENT_NOT_STORED("dev.firstcome.payment.payment.store.JpaPayments#storeIntentId"),
        /** The intent id is stored, and the intent is not confirmed. */
        INTENT_NOT_CONFIRMED("dev.firstcome.payment.provider.stripe.StripeProvider#confirm"),
        /** The provider has charged, and the capture is not stored. */
        CAPTURE_NOT_STORED("dev.firstcome.payment.charge.ChargeResultRecorder#recordCapture"),
        /** Kafka has acknowledged events, and their outbox rows still exist. */
        PUBLISHED_NOT_DELETED("dev.firstcome.platform.outbox.OutboxTable#delete"),
        /** The refund row is claimed, and the provider has no request. */
        BEFORE_REFUND_REQUEST("dev.firstcome.payment.refund.RefundProcessor#execute", 1),
        /** The provider has refunded, and the refund is not stored. */
        REFUND_NOT_STORED("dev.firstcome.payment.refund.RefundProcessor#recordFinalState", 1);

        private final String method;
        private final int paymentsPerRefund;

        Point(String method) {
            this(method, 0);
        }

        /** @param paymentsPerRefund captured payments per refund request */
        Point(String method, int paymentsPerRefund) {
            this.method = method;
            this.paymentsPerRefund = paymentsPerRefund;
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyPaymentIsChargedOnceAfterACrashAtAnyPoint(long seed, SharedPlatform shop) throws Exception {
        Point point = Point.values()[(int) Math.floorMod(seed, (long) Point.values().length)];
        long call = new SplittableRandom(seed).nextLong(CALL_MAX / 2, CALL_MAX);
        ServiceExtras halt = FailpointJar.extras(point.method + "@" + call + ":halt");
        try (ModifiedService armed = ModifiedService.restart(shop.platform(), ServiceDefinition.PAYMENT, halt);
                PurchaseLoad payments = PurchaseLoad.open(shop, "crash at " + point, USERS, seed);
                PurchaseRun shopping = payments.start(2, PurchaseLoad.GOOD_CARDS, point.paymentsPerRefund, seed)) {
            armed.awaitHaltAt(call);
            System.out.printf(
                    "%s at call %d: %d orders accepted, %d in flight%n",
                    point, call, shopping.accepted(), shopping.inFlight());
            assertThat(shopping.accepted() + shopping.inFlight() - shopping.finishedOrders())
                    .as("open orders")
                    .isGreaterThanOrEqualTo(PurchaseLoad.OPEN_MIN);
            armed.restoreOriginal();
            assertThat(payments.awaitValidOutcome(shopping)).containsOnlyKeys("CAPTURED");
        }
    }

    static LongStream seeds() {
        return Seeds.rounds();
    }
}
