package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.UserOutcome;
import dev.firstcome.e2e.verifier.VerificationReport;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A rush without faults, as in the demo. */
@CoreSet
@ExtendWith(SharedPlatformExtension.class)
class RushScenario {
    private static final Duration WALLET_BOUND = Duration.ofSeconds(10);
    private static final int WINNERS_CHECKED = 20;

    @Test
    void couponsGoToTheFirstRequestsAndAppearInTheWallets(SharedPlatform shop) throws Exception {
        try (CampaignRush rush = CampaignRush.start(shop, "a rush", Seeds.one())) {
            List<UserOutcome> outcomes = rush.awaitFairOutcomes();
            VerificationReport section = rush.verifySection();
            assertThat(section.allValid()).as(section.table()).isTrue();

            List<Integer> winners = IntStream.range(0, outcomes.size())
                    .filter(user -> outcomes.get(user) instanceof UserOutcome.Issued)
                    .limit(WINNERS_CHECKED)
                    .boxed()
                    .toList();
            assertThat(winners).hasSize(WINNERS_CHECKED);
            for (int winner : winners) {
                UserOutcome.Issued issued = (UserOutcome.Issued) outcomes.get(winner);
                awaitCouponInWallet(rush, rush.users().shopper(winner), issued.couponId());
            }
            Answer campaign = rush.users().shopper(0).sendWithRetry(Call.get("/api/campaigns/" + rush.campaign()));
            assertThat(campaign.text("state")).isEqualTo("SOLD_OUT");
            assertThat(campaign.body().path("remaining").asLong(-1)).isZero();
        }
    }

    /** The wallet has this coupon of the campaign and no other one. */
    private static void awaitCouponInWallet(CampaignRush rush, Shopper shopper, String couponId) {
        Eventually.get(
                "the wallet has the coupon " + couponId,
                WALLET_BOUND,
                () -> shopper.send(Call.get("/api/coupons?limit=100"))
                        .body()
                        .path("items")
                        .valueStream()
                        .filter(coupon -> coupon.path("campaignId")
                                .asString()
                                .equals(rush.campaign().toString()))
                        .map(coupon -> coupon.path("couponId").asString())
                        .toList(),
                coupons -> coupons.equals(List.of(couponId)));
    }
}
