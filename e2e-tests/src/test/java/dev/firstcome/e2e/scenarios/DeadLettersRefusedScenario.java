package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** F13: nothing takes dead letters. A record that nobody can read then holds its partition, and is not passed over. */
@ExtendWith(SharedPlatformExtension.class)
class DeadLettersRefusedScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String DEAD_LETTERS = Topics.COUPON_REQUESTS + Topics.DEAD_LETTER_SUFFIX;
    private static final long BEHIND_MIN = 5;

    @Test
    void thePartitionWaitsUntilTheDeadLetterIsTaken(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (CouponTopics topics = new CouponTopics(shop.description().kafka());
                TopicWriteAcl right =
                        new TopicWriteAcl(shop.description().kafka(), ServiceDefinition.COUPON, DEAD_LETTERS);
                CampaignRush scene = CampaignRush.begins(shop, "dead letters refused", seed, CampaignRush.Size.SMALL)) {
            scene.midRush(seed);
            right.deny();
            String broken = "{\"nobody\": \"reads " + Seeds.text(seed);
            int partition = scene.partition();
            long place =
                    topics.appendRequest(partition, scene.campaign().toString(), "coupon.issue-requested.v1", broken);
            long end = Eventually.get(
                    "others come behind it", BOUND, () -> topics.end(partition), now -> now > place + BEHIND_MIN);

            assertThat(topics.hasDeadLetter(broken)).isFalse();
            assertThat(topics.publishedOf(partition)).as("the watermark").isLessThan(place);
            System.out.printf("%d records wait behind the one at %d%n", end - place - 1, place);
            right.allow();
            scene.settlesFairly();
            assertThat(topics.hasDeadLetter(broken)).isTrue();
        }
    }
}
