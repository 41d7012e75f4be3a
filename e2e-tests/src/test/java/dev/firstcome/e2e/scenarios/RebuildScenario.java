package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * F5: the partition state is rebuilt from the log during a rush, replaces the live state, and is verified to be equal.
 */
@CoreSet
@ExtendWith(SharedPlatformExtension.class)
class RebuildScenario {
    @Test
    void theStateIsRebuiltDuringARushAlsoAcrossAServiceKill(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (CampaignRush rush = CampaignRush.start(shop, "rebuilt", seed)) {
            rush.awaitMidRush(seed);
            Rebuilding rebuilding = new Rebuilding(shop, rush.campaign());
            String first = rebuilding.start("SWAP");
            shop.platform().kill(ServiceDefinition.COUPON);
            shop.platform().start(ServiceDefinition.COUPON);
            JsonNode interrupted = rebuilding.awaitEnd(first);
            JsonNode swapped = rebuilding.run("SWAP");
            rush.awaitFairOutcomes();
            JsonNode verified = rebuilding.run("VERIFY");

            for (JsonNode rebuild : new JsonNode[] {interrupted, swapped}) {
                assertThat(rebuild.path("state").asString())
                        .as(rebuild.toPrettyString())
                        .isEqualTo("DONE");
                assertThat(rebuild.path("liveState").path("epoch").asLong()).isPositive();
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
            JsonNode audit = rebuilding.verifyAndAudit();
            Rebuilding.assertConsistent(audit);
            assertThat(audit.path("outcomes").path("ISSUED").asLong()).isEqualTo(CampaignRush.STOCK);
        }
    }
}
