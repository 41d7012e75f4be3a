package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** F13: the dead-letter topic rejects writes. An unreadable record then blocks its partition and is not skipped. */
@ExtendWith(SharedPlatformExtension.class)
class DeadLettersRefusedScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String DEAD_LETTERS = Topics.COUPON_REQUESTS + Topics.DEAD_LETTER_SUFFIX;
    private static final long FOLLOWERS_MIN = 5;

    @Test
    void thePartitionWaitsUntilTheDeadLetterIsWritten(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (CouponTopics topics = new CouponTopics(shop.description().kafka());
                TopicWriteAcl acl =
                        new TopicWriteAcl(shop.description().kafka(), ServiceDefinition.COUPON, DEAD_LETTERS);
                CampaignRush rush = CampaignRush.start(shop, "dead letters refused", seed, CampaignRush.Size.SMALL)) {
            rush.awaitMidRush(seed);
            acl.deny();
            String unreadable = "{\"truncated\": \"" + Seeds.text(seed);
            int partition = rush.partition();
            long offset = topics.appendRequest(
                    partition, rush.campaign().toString(), "coupon.issue-requested.v1", unreadable);
            long end = Eventually.get(
                    "other records follow",
                    BOUND,
                    () -> topics.endOffset(partition),
                    now -> now > offset + FOLLOWERS_MIN);

            assertThat(topics.hasDeadLetter(unreadable)).isFalse();
            assertThat(topics.publishedOffset(partition))
                    .as("the published offset")
                    .isLessThan(offset);
            System.out.printf("%d records wait behind offset %d%n", end - offset - 1, offset);
            acl.allow();
            rush.awaitFairOutcomes();
            assertThat(topics.hasDeadLetter(unreadable)).isTrue();
        }
    }
}
