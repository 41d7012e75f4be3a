package dev.firstcome.e2e.scenarios;

import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** F1: the gateway is killed while requests are in flight. A retry under the same key has the same outcome. */
@ExtendWith(SharedPlatformExtension.class)
class GatewayKilledScenario {
    @ParameterizedTest
    @MethodSource("seeds")
    void aRequestWithALostResponseHasOneOutcome(long seed, SharedPlatform shop) throws Exception {
        try (CampaignRush rush = CampaignRush.start(shop, "gateway killed", seed, CampaignRush.Size.SMALL)) {
            rush.awaitMidRush(seed);
            shop.platform().kill(ServiceDefinition.GATEWAY);
            shop.platform().start(ServiceDefinition.GATEWAY);

            rush.awaitFairOutcomes();
        }
    }

    static LongStream seeds() {
        return Seeds.kills();
    }
}
