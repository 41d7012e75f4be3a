package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.UserOutcome;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.model.random.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The demo's path: a rush without any fault. */
@ExtendWith(SharedPlatformExtension.class)
class RushScenario {
    private static final Duration WALLET_BOUND = Duration.ofSeconds(10);
    private static final int LOOKED_AT = 20;

    @Test
    void everyCouponGoesToWhoAskedFirstAndLandsInTheWallet(SharedPlatform shop) throws Exception {
        try (CampaignRush scene = CampaignRush.begins(shop, "a rush", Seeds.one())) {
            List<UserOutcome> endings = scene.settlesFairly();

            List<Integer> winners = IntStream.range(0, endings.size())
                    .filter(user -> endings.get(user) instanceof UserOutcome.Issued)
                    .limit(LOOKED_AT)
                    .boxed()
                    .toList();
            assertThat(winners).hasSize(LOOKED_AT);
            for (int winner : winners) {
                UserOutcome.Issued issued = (UserOutcome.Issued) endings.get(winner);
                holds(scene.crowd().shopper(winner), issued.couponId());
            }
            Answer campaign = scene.crowd().shopper(0).answered(Call.get("/api/campaigns/" + scene.campaign()));
            assertThat(campaign.text("state")).isEqualTo("SOLD_OUT");
            assertThat(campaign.body().path("remaining").asLong(-1)).isZero();
        }
    }

    private static void holds(Shopper shopper, String couponId) {
        Eventually.get(
                "the wallet has the coupon " + couponId,
                WALLET_BOUND,
                () -> shopper.send(Call.get("/api/coupons"))
                        .body()
                        .path("items")
                        .findValuesAsString("couponId"),
                coupons -> coupons.equals(List.of(couponId)));
    }
}
