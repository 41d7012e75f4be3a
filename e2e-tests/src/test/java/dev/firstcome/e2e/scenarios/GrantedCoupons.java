package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Coupons of 5,000 won that an operator grants without a rush. */
final class GrantedCoupons {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private GrantedCoupons() {}

    /** Grants one coupon to each user and waits until it is in the wallet; returns the coupon ids by user id. */
    static Map<UUID, UUID> grantToEach(SharedPlatform shop, List<Shopper> shoppers)
            throws IOException, InterruptedException {
        UUID campaign = shop.createCampaign(Duration.ZERO, "granted", shoppers.size());
        shop.operator().awaitOpen(campaign);
        Call grant = Call.post("/ops/campaigns/%s/grants".formatted(campaign))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of(
                        "userIds",
                        shoppers.stream().map(Shopper::userId).toList(),
                        "message",
                        "Buy!",
                        "reason",
                        "a scenario"));
        Answer answer = Eventually.get(
                "coupons are granted", BOUND, () -> shop.operator().send(grant), response -> !response.isRetryable());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        Map<UUID, UUID> coupons = new HashMap<>();
        for (Shopper shopper : shoppers) {
            coupons.put(shopper.userId(), couponOf(shopper));
        }
        return coupons;
    }

    private static UUID couponOf(Shopper shopper) {
        JsonNode items = Eventually.get(
                "the coupon is in the wallet",
                BOUND,
                () -> shopper.send(Call.get("/api/coupons")).body().path("items"),
                coupons -> coupons.size() == 1);
        return UUID.fromString(items.path(0).path("couponId").asString());
    }
}
