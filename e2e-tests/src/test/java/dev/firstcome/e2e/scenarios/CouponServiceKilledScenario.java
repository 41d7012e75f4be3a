package dev.firstcome.e2e.scenarios;

import dev.firstcome.model.random.Seeds;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The coupon service is killed in mid-rush, at a moment that the seed chooses, and restarts. */
@CoreSet
@ExtendWith(SharedPlatformExtension.class)
class CouponServiceKilledScenario {
    private static final String COUPON_SERVICE = "coupon-service";

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLostWhenTheCouponServiceIsKilled(long seed, SharedPlatform shop) throws Exception {
        try (CampaignRush rush = CampaignRush.start(shop, "coupon service killed", seed, CampaignRush.Size.SMALL)) {
            rush.awaitMidRush(seed);
            shop.platform().kill(COUPON_SERVICE);
            shop.platform().start(COUPON_SERVICE);

            rush.awaitFairOutcomes();
        }
    }

    static LongStream seeds() {
        return Seeds.kills();
    }
}
