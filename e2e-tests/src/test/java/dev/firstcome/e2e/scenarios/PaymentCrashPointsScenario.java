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

/** The payment service dies at a point of its code where something is half done, which the seed chooses. */
@ExtendWith(SharedPlatformExtension.class)
class PaymentCrashPointsScenario {
    private static final int PEOPLE = 40;
    private static final int CALL_MAX = 30;

    /** Where it dies. */
    private enum Point {
        /** The key is claimed, and nothing is made under it. */
        KEY_CLAIMED("dev.firstcome.payment.checkout.Pricing#price"),
        /** The payment is there, and nobody was told. */
        TAKEN_IN_NOT_ANSWERED("dev.firstcome.payment.checkout.web.CheckoutMeters#count"),
        /** Nothing is reserved yet. */
        BEFORE_RESERVING("dev.firstcome.payment.charge.Reserving#reserve"),
        /** It is being charged, as far as the row says, and the provider knows nothing. */
        BEFORE_ASKING("dev.firstcome.payment.charge.Charging#ask"),
        /** The provider has made an intent, and its name is not noted. */
        INTENT_NOT_NOTED("dev.firstcome.payment.payment.store.ShardedPayments#name"),
        /** The intent's name is noted, and it is not confirmed. */
        NOT_CONFIRMED("dev.firstcome.payment.provider.stripe.StripeProvider#confirm"),
        /** The provider has charged, and that is not written down. */
        CHARGED_NOT_NOTED("dev.firstcome.payment.charge.Settlement#captured"),
        /** Kafka has acknowledged events, and their rows are still there. */
        TOLD_NOT_DELETED("dev.firstcome.platform.outbox.OutboxRows#delete"),
        /** The refund's turn is taken, as far as the row says, and the provider knows nothing. */
        BEFORE_GIVING_BACK("dev.firstcome.payment.refund.RefundSteps#ask", 1),
        /** The provider has given the money back, and that is not written down. */
        GIVEN_BACK_NOT_NOTED("dev.firstcome.payment.refund.RefundSteps#end", 1);

        private final String method;
        private final int refunds;

        Point(String method) {
            this(method, 0);
        }

        /** @param refunds one of so many captured payments is asked back */
        Point(String method, int refunds) {
            this.method = method;
            this.refunds = refunds;
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyPaymentIsChargedOnceWhereverItDies(long seed, SharedPlatform shop) throws Exception {
        Point point = Point.values()[(int) Math.floorMod(seed, (long) Point.values().length)];
        long call = new SplittableRandom(seed).nextLong(CALL_MAX / 2, CALL_MAX);
        ServiceExtras halt = FailpointJar.extras(point.method + "@" + call + ":halt");
        try (ModifiedService armed = ModifiedService.restarted(shop.platform(), ServiceDefinition.PAYMENT, halt);
                PurchaseLoad payments = PurchaseLoad.open(shop, "dies " + point, PEOPLE, seed);
                PurchaseRun shopping = payments.begin(2, PurchaseLoad.GOOD_CARDS, point.refunds, seed)) {
            armed.isHaltedAt(call);
            System.out.printf(
                    "%s at call %d: %d taken in, %d asking%n", point, call, shopping.taken(), shopping.asking());
            assertThat(shopping.taken() + shopping.asking() - shopping.endedInAll())
                    .as("orders under way")
                    .isGreaterThanOrEqualTo(PurchaseLoad.OPEN_MIN);
            armed.isAsBuilt();
            assertThat(payments.settlesRightly(shopping)).containsOnlyKeys("CAPTURED");
        }
    }

    static LongStream seeds() {
        return Seeds.rounds();
    }
}
