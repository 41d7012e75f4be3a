package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.PromisedTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** F1: a switch stops all issuing in mid-rush. Requests stay in the log and are decided in log order afterwards. */
@ExtendWith(SharedPlatformExtension.class)
class IssuingSwitchScenario {
    private static final String SWITCH = "coupons.issuing";

    /** The promised propagation time of a switch. */
    private static final Duration PROPAGATION_MAX = PromisedTime.bound(Duration.ofSeconds(2));

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final long ACCEPTED_MIN = 50;

    @Test
    void nothingIsDecidedWhileIssuingIsStoppedAndTheOrderIsKept(SharedPlatform shop) throws Exception {
        try (CouponTopics topics = new CouponTopics(shop.description().kafka());
                SwitchClient switches = new SwitchClient(shop.platform());
                CampaignRush rush = CampaignRush.start(shop, "issuing stopped", Seeds.one())) {
            // Early: once all coupons are issued, no further request is accepted.
            Eventually.holds(
                    "the first request is accepted", BOUND, () -> rush.tally().accepted() > 0);
            switches.setWithRetries(SWITCH, "CLOSED", "under investigation");
            long start = System.nanoTime();
            try {
                Eventually.holds(
                        "the propagation time has elapsed",
                        BOUND,
                        () -> System.nanoTime() - start > PROPAGATION_MAX.toNanos());
                long results = topics.resultCount();
                long accepted = rush.tally().accepted();
                Eventually.holds(
                        ACCEPTED_MIN + " more are accepted",
                        BOUND,
                        () -> rush.tally().accepted() >= accepted + ACCEPTED_MIN);
                assertThat(topics.resultCount())
                        .as("results while issuing is stopped")
                        .isEqualTo(results);
                System.out.printf(
                        "issuing stopped: %d accepted before, %d after, no result since %d ms after the switch%n",
                        accepted, rush.tally().accepted() - accepted, PROPAGATION_MAX.toMillis());
                Answer page = Eventually.get(
                        "the campaign is returned",
                        BOUND,
                        () -> rush.users().shopper(0).send(Call.get("/api/campaigns/" + rush.campaign())),
                        Answer::ok);
                assertThat(page.text("state")).isEqualTo("OPEN");
                assertThat(page.text("pauseReason")).isEqualTo("under investigation");
            } finally {
                switches.setWithRetries(SWITCH, "AUTO", "false alarm");
            }
            rush.awaitFairOutcomes();
        }
    }
}
