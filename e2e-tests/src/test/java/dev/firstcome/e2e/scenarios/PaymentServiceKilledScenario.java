package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.payments.PurchaseRun;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The payment service dies again and again while payments are under way, at moments that the seed chooses, and comes back. */
@ExtendWith(SharedPlatformExtension.class)
class PaymentServiceKilledScenario {
    private static final int PEOPLE = 60;
    private static final int KILLS_EACH = 5;

    @ParameterizedTest
    @MethodSource("seeds")
    void everyPaymentIsChargedOnceOrNot(long seed, SharedPlatform shop) throws Exception {
        try (PurchaseLoad payments = PurchaseLoad.open(shop, "payment service killed", PEOPLE, seed);
                PurchaseRun shopping = payments.beginPatiently(KILLS_EACH + 1, 2, seed)) {
            for (int kill = 0; kill < KILLS_EACH; kill++) {
                payments.midShopping(shopping, kill, seed + kill);
                shop.platform().kill(ServiceDefinition.PAYMENT);
                shop.platform().start(ServiceDefinition.PAYMENT);
            }
            assertThat(payments.settlesRightly(shopping)).containsOnlyKeys("CAPTURED");
        }
    }

    /** As many as are needed for so many kills. */
    static LongStream seeds() {
        return Seeds.several(Math.ceilDiv(Integer.getInteger("firstcome.payment-kills", KILLS_EACH), KILLS_EACH));
    }
}
