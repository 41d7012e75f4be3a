package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.model.random.Seeds;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The coupon service is killed after the script has decided and before Kafka acknowledges the results. */
@ExtendWith(SharedPlatformExtension.class)
class CrashBeforeResultsScenario {
    private static final String COUPON_SERVICE = "coupon-service";

    @ParameterizedTest
    @MethodSource("seeds")
    void noResultIsLostBetweenTheScriptAndTheAcknowledgement(long seed, SharedPlatform shop) throws Exception {
        long call = new SplittableRandom(seed).nextLong(CampaignRush.STOCK / 10, CampaignRush.STOCK / 2);
        ServiceExtras halt = FailpointJar.extras(FailpointJar.RESULT_SEND + "@" + call + ":halt");
        try (ModifiedService service = ModifiedService.restart(shop.platform(), COUPON_SERVICE, halt);
                CouponTopics topics = new CouponTopics(shop.description().kafka());
                CouponNodes nodes = new CouponNodes(shop.description());
                CampaignRush rush = CampaignRush.start(shop, "crash before results", seed)) {
            service.awaitHaltAt(call);
            long appliedOffset = nodes.appliedOffset(rush.campaign());
            System.out.printf("halted at result %d; applied offset %d, result not published%n", call, appliedOffset);
            assertThat(topics.hasResult(rush.partition(), appliedOffset))
                    .as("the result of the last applied record is published before the crash")
                    .isFalse();
            service.restoreOriginal();

            rush.awaitFairOutcomes();
            assertThat(topics.hasResult(rush.partition(), appliedOffset)).isTrue();
        }
    }

    static LongStream seeds() {
        return Seeds.rounds();
    }
}
