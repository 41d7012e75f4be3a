package dev.firstcome.e2e.scenarios;

import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** F1: the gateway dies while users ask. Who does not know asks again under the same key, and has one outcome. */
@ExtendWith(SharedPlatformExtension.class)
class GatewayKilledScenario {
    @ParameterizedTest
    @MethodSource("seeds")
    void whoseAnswerWasLostHasOneOutcome(long seed, SharedPlatform shop) throws Exception {
        try (CampaignRush scene = CampaignRush.begins(shop, "gateway killed", seed, CampaignRush.Size.SMALL)) {
            scene.midRush(seed);
            shop.platform().kill(ServiceDefinition.GATEWAY);
            shop.platform().start(ServiceDefinition.GATEWAY);

            scene.settlesFairly();
        }
    }

    static LongStream seeds() {
        return Seeds.kills();
    }
}
