package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.model.random.Seeds;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The coupon service dies after the script has decided and before Kafka has the results. */
@ExtendWith(SharedPlatformExtension.class)
class CrashBeforeResultsScenario {
    private static final String COUPON_SERVICE = "coupon-service";

    @ParameterizedTest
    @MethodSource("seeds")
    void noResultIsLostBetweenTheScriptAndTheAcknowledgement(long seed, SharedPlatform shop) throws Exception {
        long call = new SplittableRandom(seed).nextLong(CampaignRush.STOCK / 10, CampaignRush.STOCK / 2);
        ServiceExtras halt = FailpointJar.extras(FailpointJar.SENDS_A_RESULT + "@" + call + ":halt");
        try (ModifiedService armed = ModifiedService.restarted(shop.platform(), COUPON_SERVICE, halt);
                CouponTopics topics = new CouponTopics(shop.description().kafka());
                CouponNodes nodes = new CouponNodes(shop.description());
                CampaignRush scene = CampaignRush.begins(shop, "crash before results", seed)) {
            armed.isHaltedAt(call);
            long applied = nodes.applied(scene.campaign());
            System.out.printf("halted at result %d; applied is %d, its result is not out%n", call, applied);
            assertThat(topics.hasResult(scene.partition(), applied))
                    .as("the last applied record has its result already, so the crash came too late")
                    .isFalse();
            armed.isAsBuilt();

            scene.settlesFairly();
            assertThat(topics.hasResult(scene.partition(), applied)).isTrue();
        }
    }

    static LongStream seeds() {
        return Seeds.rounds();
    }
}
