package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.model.random.Seeds;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Records that nobody can read stand in the log between the requests of a rush. */
@ExtendWith(SharedPlatformExtension.class)
class UnreadableRecordScenario {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String PATH = "/ops/dead-letters";
    private static final String REQUEST = "coupon.issue-requested.v1";

    @Test
    void anUnreadableRecordIsKeptAsADeadLetterAndThePartitionMovesOn(SharedPlatform shop) throws Exception {
        try (CouponTopics topics = new CouponTopics(shop.description().kafka());
                CampaignRush scene = CampaignRush.begins(shop, "unreadable records", Seeds.one())) {
            scene.midRush(Seeds.one());
            String campaign = scene.campaign().toString();
            int partition = scene.partition();
            String broken = "{\"campaignId\": \"" + campaign + "\", \"seed\": \"" + Seeds.text(Seeds.one());
            long place = topics.appendRequest(partition, campaign, REQUEST, broken);
            topics.appendRequest(partition, campaign, "coupon.unheard-of.v9", broken + "\"}");

            scene.settlesFairly();
            Eventually.holds(
                    "both are dead letters",
                    BOUND,
                    () -> topics.hasDeadLetter(broken) && topics.hasDeadLetter(broken + "\"}"));
            anOperatorSeesItAndCannotSendItAgain(shop, partition, place, broken);
        }
    }

    /** The log has decided this place, for ever. The gateway finds the owner of each topic's dead letters. */
    private static void anOperatorSeesItAndCannotSendItAgain(
            SharedPlatform shop, int partition, long place, String broken) throws Exception {
        try (CouponTopics topics = new CouponTopics(shop.description().kafka())) {
            long requests = topics.requests();
            JsonNode letter = letter(shop, partition, place);
            assertThat(letter.path("reason").asString()).isEqualTo("INVALID");
            String path = PATH + "/" + letter.path("id").asString();
            assertThat(shop.operator().answered(Call.get(path)).text("payload")).isEqualTo(broken);
            Answer refused =
                    shop.operator().answered(Call.post(path + "/redrive").body(Map.of("reason", "a scenario")));
            assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("DEAD_LETTER_DECIDED");
            assertThat(topics.requests()).isEqualTo(requests);
        }
        for (String topic : Topics.WITH_DEAD_LETTERS) {
            Answer page = shop.operator().answered(Call.get(PATH + "?topic=" + topic));
            assertThat(page.status()).as(page.toString()).isEqualTo(200);
            Answer none = shop.operator().answered(Call.get(PATH + "/" + topic + ":0:999999999"));
            assertThat(none.code()).isEqualTo("NOT_FOUND");
        }
        assertThat(shop.operator().answered(Call.get(PATH)).text("detail")).contains(Topics.WITH_DEAD_LETTERS);
    }

    private static JsonNode letter(SharedPlatform shop, int partition, long place) throws Exception {
        Call newest = Call.get(PATH + "?topic=" + Topics.COUPON_REQUESTS + "&limit=100");
        return shop.operator()
                .answered(newest)
                .body()
                .path("items")
                .valueStream()
                .filter(letter -> letter.path("origin").path("partition").asInt() == partition)
                .filter(letter -> letter.path("origin").path("offset").asLong() == place)
                .findFirst()
                .orElseThrow();
    }
}
