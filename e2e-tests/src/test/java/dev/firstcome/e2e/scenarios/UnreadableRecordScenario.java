package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.model.random.Seeds;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records that nobody can read stand in the log between the requests of a rush. */
@ExtendWith(ShopIsOpen.class)
class UnreadableRecordScenario {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String REQUEST = "coupon.issue-requested.v1";

    @Test
    void anUnreadableRecordIsKeptAsADeadLetterAndThePartitionMovesOn(Shop shop) throws Exception {
        try (CouponTopics topics = new CouponTopics(shop.description().kafka());
                Scene scene = Scene.begins(shop, "unreadable records", Seeds.one())) {
            scene.midRush(Seeds.one());
            String campaign = scene.campaign().toString();
            int partition = scene.partition();
            String broken = "{\"campaignId\": \"" + campaign + "\", \"seed\": \"" + Seeds.text(Seeds.one());
            topics.appendRequest(partition, campaign, REQUEST, broken);
            topics.appendRequest(partition, campaign, "coupon.unheard-of.v9", broken + "\"}");

            scene.settlesFairly();
            Eventually.holds(
                    "both are dead letters",
                    BOUND,
                    () -> topics.hasDeadLetter(broken) && topics.hasDeadLetter(broken + "\"}"));
        }
    }
}
