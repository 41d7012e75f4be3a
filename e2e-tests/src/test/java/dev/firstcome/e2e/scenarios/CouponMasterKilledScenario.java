package dev.firstcome.e2e.scenarios;

import dev.firstcome.model.random.Seeds;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Redis master that holds the campaign dies in mid-rush; a replica takes over, the dead one comes back as its replica. */
@ExtendWith(SharedPlatformExtension.class)
class CouponMasterKilledScenario {
    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLostWhenTheMasterOfTheCampaignIsKilled(long seed, SharedPlatform shop) throws Exception {
        try (CouponNodes nodes = new CouponNodes(shop.description())) {
            nodes.areAllInStep();
            try (CampaignRush scene =
                    CampaignRush.begins(shop, "coupon master killed", seed, CampaignRush.Size.SMALL)) {
                scene.midRush(seed);
                CouponNodes.Node master = nodes.masterOf(scene.campaign());
                shop.platform().kill(master.part());
                nodes.replaced(master);
                shop.platform().start(master.part());

                scene.settlesFairly();
            }
            nodes.areAllInStep();
        }
    }

    static LongStream seeds() {
        return Seeds.kills();
    }
}
