package dev.firstcome.e2e.scenarios;

import dev.firstcome.model.random.Seeds;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Redis master of the campaign is killed in mid-rush. Its replica is promoted, and the killed node rejoins as a
 * replica.
 */
@CoreSet
@ExtendWith(SharedPlatformExtension.class)
class CouponMasterKilledScenario {
    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLostWhenTheMasterOfTheCampaignIsKilled(long seed, SharedPlatform shop) throws Exception {
        try (CouponNodes nodes = new CouponNodes(shop.description())) {
            nodes.awaitReplicasInSync();
            try (CampaignRush rush = CampaignRush.start(shop, "coupon master killed", seed, CampaignRush.Size.SMALL)) {
                rush.awaitMidRush(seed);
                CouponNodes.Node master = nodes.masterOf(rush.campaign());
                shop.platform().kill(master.process());
                nodes.awaitFailover(master);
                shop.platform().start(master.process());

                rush.awaitFairOutcomes();
            }
            nodes.awaitReplicasInSync();
        }
    }

    static LongStream seeds() {
        return Seeds.kills();
    }
}
