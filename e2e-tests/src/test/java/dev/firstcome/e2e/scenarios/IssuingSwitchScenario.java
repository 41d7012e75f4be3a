package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.model.random.Seeds;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** F1: all issuing is held by a switch in the middle of a rush, the log is the queue, and it goes on in its order. */
@ExtendWith(SharedPlatformExtension.class)
class IssuingSwitchScenario {
    private static final String SWITCH = "coupons.issuing";

    /** Three times what is promised. */
    private static final Duration EVERYWHERE = Duration.ofSeconds(3 * 2);

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final long MORE = 50;

    @Test
    void nothingIsDecidedWhileAllIssuingIsHeldAndTheOrderIsKept(SharedPlatform shop) throws Exception {
        try (CouponTopics topics = new CouponTopics(shop.description().kafka());
                SwitchClient processes = new SwitchClient(shop.platform());
                CampaignRush scene = CampaignRush.begins(shop, "held", Seeds.one())) {
            // Early, since more coupons than there are to come would leave nobody who can be accepted.
            Eventually.holds("the first is accepted", BOUND, () -> scene.tally().accepted() > 0);
            processes.sets(SWITCH, "CLOSED", "looking at it");
            long start = System.nanoTime();
            try {
                Eventually.holds(
                        "the promised time is over", BOUND, () -> System.nanoTime() - start > EVERYWHERE.toNanos());
                long decided = topics.results();
                long accepted = scene.tally().accepted();
                Eventually.holds(
                        MORE + " more are accepted", BOUND, () -> scene.tally().accepted() >= accepted + MORE);
                assertThat(topics.results()).as("results while it is held").isEqualTo(decided);
                System.out.printf(
                        "held: %d accepted before, %d more meanwhile, no result since %d ms after the switch%n",
                        accepted, scene.tally().accepted() - accepted, EVERYWHERE.toMillis());
                Answer page = Eventually.get(
                        "the campaign is shown",
                        BOUND,
                        () -> scene.crowd().shopper(0).send(Call.get("/api/campaigns/" + scene.campaign())),
                        Answer::ok);
                assertThat(page.text("state")).isEqualTo("OPEN");
                assertThat(page.text("heldBecause")).isEqualTo("looking at it");
            } finally {
                processes.sets(SWITCH, "AUTO", "it was nothing");
            }
            scene.settlesFairly();
        }
    }
}
