package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.payments.PurchaseRun;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** payment-service is killed and restarted several times while payments are open. The seed chooses the moments. */
@CoreSet
@ExtendWith(SharedPlatformExtension.class)
class PaymentServiceKilledScenario {
    private static final int USERS = 60;
    private static final int KILLS_PER_RUN_MAX = 5;
    private static final int KILLS = Integer.getInteger("firstcome.payment-kills", KILLS_PER_RUN_MAX);
    private static final int KILLS_PER_RUN = Math.min(KILLS, KILLS_PER_RUN_MAX);

    @ParameterizedTest
    @MethodSource("seeds")
    void everyPaymentIsChargedAtMostOnce(long seed, SharedPlatform shop) throws Exception {
        try (PurchaseLoad payments = PurchaseLoad.open(shop, "payment service killed", USERS, seed);
                PurchaseRun shopping = payments.startWithTimeoutFactor(KILLS_PER_RUN + 1, 2, seed)) {
            for (int kill = 0; kill < KILLS_PER_RUN; kill++) {
                payments.awaitMidRun(shopping, kill, seed + kill);
                shop.platform().kill(ServiceDefinition.PAYMENT);
                shop.platform().start(ServiceDefinition.PAYMENT);
            }
            assertThat(payments.awaitValidOutcome(shopping)).containsOnlyKeys("CAPTURED");
        }
    }

    /** The seeds for the configured number of kills. */
    static LongStream seeds() {
        return Seeds.several(Math.ceilDiv(KILLS, KILLS_PER_RUN));
    }
}
