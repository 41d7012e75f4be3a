package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** F7, F1: a regular rush raises no alert; a forged coupon result raises one and pauses its campaign. */
@ExtendWith(SharedPlatformExtension.class)
class InvariantMonitorScenario {
    private static final Duration BOUND = Duration.ofSeconds(30);

    /** An offset beyond the end of the log, so that no request has it. */
    private static final long OFFSET_BEYOND_END = 1L << 40;

    @Test
    void aRegularRushRaisesNoAlertAndAForgedCouponPausesItsCampaign(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (CampaignRush rush = CampaignRush.start(shop, "monitored", seed);
                CouponTopics coupons = new CouponTopics(shop.description().kafka());
                PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            rush.awaitFairOutcomes();
            String campaign = rush.campaign().toString();
            assertThat(raisedAlerts(topics, campaign))
                    .as("alerts of a regular rush")
                    .isEmpty();
            assertThat(invariant(shop, "C3").path("checked").asLong())
                    .as("coupons that were checked")
                    .isPositive();

            long start = System.nanoTime();
            appendForgedCoupon(coupons, rush);
            JsonNode alert = Eventually.get(
                            "an alert is raised",
                            BOUND,
                            () -> raisedAlerts(topics, campaign),
                            alerts -> !alerts.isEmpty())
                    .getFirst();
            System.out.printf("alert after %d ms: %s%n", (System.nanoTime() - start) / 1_000_000, alert);
            assertThat(alert.path("alert").asString()).isEqualTo("coupon.invariant");
            assertThat(alert.path("subject").asString()).isEqualTo("C3");
            assertThat(invariant(shop, "C3").path("holds").asBoolean()).isFalse();
            Eventually.holds("the campaign is paused", BOUND, () -> state(rush).equals("PAUSED"));
            System.out.printf("paused after %d ms%n", (System.nanoTime() - start) / 1_000_000);

            assertRequestIsDeferredUntilResume(shop, rush);
            shop.awaitQuiescence();
        }
    }

    /** Appends to a results partition of the other shard, so that no wallet gets the coupon. */
    private static void appendForgedCoupon(CouponTopics coupons, CampaignRush rush) throws Exception {
        UUID unknownUser = UUID.randomUUID();
        int ownPartition = (int) (unknownUser.getMostSignificantBits() & 0xFFF) * Topics.PARTITIONS / 4_096;
        coupons.appendForgedResult(
                (ownPartition + Topics.PARTITIONS / 2) % Topics.PARTITIONS,
                new CouponIssued(
                        rush.partition(),
                        OFFSET_BEYOND_END,
                        rush.campaign(),
                        unknownUser,
                        UUID.randomUUID(),
                        CampaignRush.STOCK / 2,
                        1,
                        Instant.now()));
    }

    private static void assertRequestIsDeferredUntilResume(SharedPlatform shop, CampaignRush rush) throws Exception {
        try (var group = shop.signUpShoppers(1, Seeds.one() + 1)) {
            Shopper shopper = group.shopper(0);
            String path = "/api/campaigns/" + rush.campaign();
            String admission =
                    shopper.sendWithRetry(Call.post(path + "/admissions")).text("admission");
            Answer accepted = shopper.sendWithRetry(Call.post(path + "/requests")
                    .header("X-Admission", admission)
                    .header("Idempotency-Key", UUID.randomUUID().toString()));
            assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
            Call statusCall = Call.get(path + "/requests/" + accepted.text("requestId"));
            Eventually.holds(
                    "the request is deferred",
                    BOUND,
                    () -> shopper.send(statusCall).text("state").equals("DEFERRED"));

            Answer resumed = shop.operator()
                    .sendWithRetry(Call.post("/ops/campaigns/" + rush.campaign() + "/resume")
                            .header("Idempotency-Key", UUID.randomUUID().toString())
                            .body(Map.of("reason", "the coupon was forged")));
            assertThat(resumed.status()).as(resumed.toString()).isEqualTo(200);
            Answer decided = Eventually.get(
                    "the request is decided",
                    BOUND,
                    () -> shopper.send(statusCall),
                    answer -> answer.text("state").equals("REJECTED"));
            assertThat(decided.text("reason")).isEqualTo("SOLD_OUT");
        }
    }

    private static String state(CampaignRush rush) throws Exception {
        return rush.users()
                .shopper(0)
                .send(Call.get("/api/campaigns/" + rush.campaign()))
                .text("state");
    }

    private static List<JsonNode> raisedAlerts(PlatformTopics topics, String campaign) {
        return topics.records(Topics.PLATFORM_ALERTS).stream()
                .filter(alert -> alert.path("raised").asBoolean()
                        && (alert.path("subject").asString().equals(campaign)
                                || alert.path("samples").toString().contains(campaign)))
                .toList();
    }

    private static JsonNode invariant(SharedPlatform shop, String name) throws Exception {
        return shop.operator()
                .sendWithRetry(Call.get("/ops/invariants"))
                .body()
                .path("items")
                .valueStream()
                .filter(item -> item.path("invariant").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
