package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Unreadable records are in the log between the requests of a rush. */
@ExtendWith(SharedPlatformExtension.class)
class UnreadableRecordScenario {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String PATH = "/ops/dead-letters";
    private static final String REQUEST = "coupon.issue-requested.v1";

    @Test
    void anUnreadableRecordBecomesADeadLetterAndThePartitionContinues(SharedPlatform shop) throws Exception {
        try (CouponTopics topics = new CouponTopics(shop.description().kafka());
                CampaignRush rush = CampaignRush.start(shop, "unreadable records", Seeds.one())) {
            rush.awaitMidRush(Seeds.one());
            String campaign = rush.campaign().toString();
            int partition = rush.partition();
            String broken = "{\"campaignId\": \"" + campaign + "\", \"seed\": \"" + Seeds.text(Seeds.one());
            long offset = topics.appendRequest(partition, campaign, REQUEST, broken);
            topics.appendRequest(partition, campaign, "coupon.unknown.v9", broken + "\"}");

            rush.awaitFairOutcomes();
            Eventually.holds(
                    "both are dead letters",
                    BOUND,
                    () -> topics.hasDeadLetter(broken) && topics.hasDeadLetter(broken + "\"}"));
            verifyDeadLetterIsVisibleAndNotRedrivable(shop, partition, offset, broken);
        }
    }

    /** The outcome at this offset is final. The gateway routes each call to the owner of the topic's dead letters. */
    private static void verifyDeadLetterIsVisibleAndNotRedrivable(
            SharedPlatform shop, int partition, long offset, String broken) throws Exception {
        try (CouponTopics topics = new CouponTopics(shop.description().kafka())) {
            long requests = topics.requestCount();
            JsonNode letter = letter(shop, partition, offset);
            assertThat(letter.path("reason").asString()).isEqualTo("INVALID");
            String path = PATH + "/" + letter.path("id").asString();
            assertThat(shop.operator().sendWithRetry(Call.get(path)).text("payload"))
                    .isEqualTo(broken);
            Answer refused =
                    shop.operator().sendWithRetry(Call.post(path + "/redrive").body(Map.of("reason", "a scenario")));
            assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("DEAD_LETTER_DECIDED");
            assertThat(topics.requestCount()).isEqualTo(requests);
        }
        for (String topic : Topics.WITH_DEAD_LETTERS) {
            Answer page = shop.operator().sendWithRetry(Call.get(PATH + "?topic=" + topic));
            assertThat(page.status()).as(page.toString()).isEqualTo(200);
            Answer none = shop.operator().sendWithRetry(Call.get(PATH + "/" + topic + ":0:999999999"));
            assertThat(none.code()).isEqualTo("NOT_FOUND");
        }
        assertThat(shop.operator().sendWithRetry(Call.get(PATH)).text("detail")).contains(Topics.WITH_DEAD_LETTERS);
    }

    private static JsonNode letter(SharedPlatform shop, int partition, long offset) throws Exception {
        Call newest = Call.get(PATH + "?topic=" + Topics.COUPON_REQUESTS + "&limit=100");
        return shop.operator()
                .sendWithRetry(newest)
                .body()
                .path("items")
                .valueStream()
                .filter(letter -> letter.path("origin").path("partition").asInt() == partition)
                .filter(letter -> letter.path("origin").path("offset").asLong() == offset)
                .findFirst()
                .orElseThrow();
    }
}
