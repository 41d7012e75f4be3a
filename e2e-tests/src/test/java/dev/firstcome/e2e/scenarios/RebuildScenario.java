package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** F5: the state is made anew from the log while users rush, takes the live one's place, and is proven equal. */
@ExtendWith(SharedPlatformExtension.class)
class RebuildScenario {
    @Test
    void theStateIsMadeAnewWhileUsersRushAlsoWhenTheServiceDiesMeanwhile(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (CampaignRush scene = CampaignRush.begins(shop, "rebuilt", seed)) {
            scene.midRush(seed);
            Rebuilding rebuilding = new Rebuilding(shop, scene.campaign());
            String first = rebuilding.begins("SWAP");
            shop.platform().kill(ServiceDefinition.COUPON);
            shop.platform().start(ServiceDefinition.COUPON);
            JsonNode interrupted = rebuilding.ends(first);
            JsonNode swapped = rebuilding.rebuilt("SWAP");
            scene.settlesFairly();
            JsonNode verified = rebuilding.rebuilt("VERIFY");

            for (JsonNode taken : new JsonNode[] {interrupted, swapped}) {
                assertThat(taken.path("state").asString())
                        .as(taken.toPrettyString())
                        .isEqualTo("DONE");
                assertThat(taken.path("liveState").path("epoch").asLong()).isPositive();
            }
            assertThat(swapped.path("liveState").path("epoch").asLong())
                    .isGreaterThan(interrupted.path("liveState").path("epoch").asLong());
            System.out.printf(
                    "%d attempts; then %d records, %d a second%n",
                    interrupted.path("attempt").asInt(),
                    verified.path("recordsDone").asLong(),
                    verified.path("recordsPerSecond").asLong());
            assertThat(verified.path("liveState").path("equal").asBoolean())
                    .as(verified.toPrettyString())
                    .isTrue();
            assertThat(verified.path("differenceCount").asLong(-1)).isZero();
            assertThat(verified.path("resultsCompared").asLong()).isGreaterThanOrEqualTo(CampaignRush.STOCK);
            assertThat(verified.path("coupons").path("compared").asLong()).isGreaterThanOrEqualTo(CampaignRush.STOCK);
            assertThat(verified.path("coupons").path("missing").asLong(-1)).isZero();
            assertThat(verified.path("coupons").path("other").asLong(-1)).isZero();
            JsonNode audit = rebuilding.audited();
            Rebuilding.isWhole(audit);
            assertThat(audit.path("outcomes").path("ISSUED").asLong()).isEqualTo(CampaignRush.STOCK);
        }
    }
}
