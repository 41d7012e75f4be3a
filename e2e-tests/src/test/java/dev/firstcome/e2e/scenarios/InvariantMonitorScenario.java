package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.model.random.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** F7, F1: an ordinary rush raises nothing; a coupon that nobody issued does, and pauses its campaign. */
@ExtendWith(SharedPlatformExtension.class)
class InvariantMonitorScenario {
    private static final Duration BOUND = Duration.ofSeconds(30);

    /** Beyond all that the log has: of a place where no request ever was. */
    private static final long NOWHERE = 1L << 40;

    @Test
    void anOrdinaryRushRaisesNothingAndAForgedCouponPausesItsCampaign(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (CampaignRush scene = CampaignRush.begins(shop, "watched", seed);
                CouponTopics coupons = new CouponTopics(shop.description().kafka());
                PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            scene.settlesFairly();
            String campaign = scene.campaign().toString();
            assertThat(about(topics, campaign)).as("signs of an ordinary rush").isEmpty();
            assertThat(invariant(shop, "C3").path("checked").asLong())
                    .as("coupons that were looked at")
                    .isPositive();

            long start = System.nanoTime();
            forges(coupons, scene);
            JsonNode sign = Eventually.get(
                            "a sign is told", BOUND, () -> about(topics, campaign), found -> !found.isEmpty())
                    .getFirst();
            System.out.printf("told after %d ms: %s%n", (System.nanoTime() - start) / 1_000_000, sign);
            assertThat(sign.path("sign").asString()).isEqualTo("coupon.invariant");
            assertThat(sign.path("subject").asString()).isEqualTo("C3");
            assertThat(invariant(shop, "C3").path("holds").asBoolean()).isFalse();
            Eventually.holds("its campaign is paused", BOUND, () -> state(scene).equals("PAUSED"));
            System.out.printf("paused after %d ms%n", (System.nanoTime() - start) / 1_000_000);

            whoAsksNowIsHeldUntilTheOperatorResumes(shop, scene);
            shop.becomesQuiet();
        }
    }

    /** Where users of the other shard have their results, so that it comes into nobody's wallet. */
    private static void forges(CouponTopics coupons, CampaignRush scene) throws Exception {
        UUID nobody = UUID.randomUUID();
        int right = (int) (nobody.getMostSignificantBits() & 0xFFF) * Topics.PARTITIONS / 4_096;
        coupons.forgeIssued(
                (right + Topics.PARTITIONS / 2) % Topics.PARTITIONS,
                new CouponIssued(
                        scene.partition(),
                        NOWHERE,
                        scene.campaign(),
                        nobody,
                        UUID.randomUUID(),
                        CampaignRush.STOCK / 2,
                        1,
                        Instant.now()));
    }

    private static void whoAsksNowIsHeldUntilTheOperatorResumes(SharedPlatform shop, CampaignRush scene)
            throws Exception {
        try (var late = shop.crowd(1, Seeds.one() + 1)) {
            Shopper shopper = late.shopper(0);
            String path = "/api/campaigns/" + scene.campaign();
            String admission = shopper.answered(Call.post(path + "/admissions")).text("admission");
            Answer accepted = shopper.answered(Call.post(path + "/requests")
                    .header("X-Admission", admission)
                    .header("Idempotency-Key", UUID.randomUUID().toString()));
            assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
            Call where = Call.get(path + "/requests/" + accepted.text("requestId"));
            Eventually.holds(
                    "it is held", BOUND, () -> shopper.send(where).text("state").equals("HELD"));

            Answer resumed = shop.operator()
                    .answered(Call.post("/ops/campaigns/" + scene.campaign() + "/resume")
                            .header("Idempotency-Key", UUID.randomUUID().toString())
                            .body(Map.of("reason", "it was forged")));
            assertThat(resumed.status()).as(resumed.toString()).isEqualTo(200);
            Answer decided = Eventually.get(
                    "it is decided",
                    BOUND,
                    () -> shopper.send(where),
                    answer -> answer.text("state").equals("REJECTED"));
            assertThat(decided.text("reason")).isEqualTo("SOLD_OUT");
        }
    }

    private static String state(CampaignRush scene) throws Exception {
        return scene.crowd()
                .shopper(0)
                .send(Call.get("/api/campaigns/" + scene.campaign()))
                .text("state");
    }

    private static List<JsonNode> about(PlatformTopics topics, String campaign) {
        return topics.records(Topics.PLATFORM_SIGNS).stream()
                .filter(sign -> sign.path("raised").asBoolean()
                        && (sign.path("subject").asString().equals(campaign)
                                || sign.path("witnesses").toString().contains(campaign)))
                .toList();
    }

    private static JsonNode invariant(SharedPlatform shop, String name) throws Exception {
        return shop.operator()
                .answered(Call.get("/ops/invariants"))
                .body()
                .path("items")
                .valueStream()
                .filter(item -> item.path("invariant").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
