package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** F1: a pause in mid-rush defers all requests in their queue positions. The resume decides them in log order. */
@CoreSet
@ExtendWith(SharedPlatformExtension.class)
class PauseScenario {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final long DEFERRED_MIN = 20;

    @Test
    void aPausedCampaignDefersRequestsAndDecidesThemInOrder(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (CampaignRush rush = CampaignRush.start(shop, "paused", seed)) {
            rush.awaitMidRush(seed);
            Instant until = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.MILLIS);
            String key = UUID.randomUUID().toString();
            Answer paused = sendCommand(shop, rush.campaign(), "pause", key, Map.of("reason", "drill", "until", until));
            assertThat(paused.status()).as(paused.toString()).isEqualTo(200);
            assertThat(paused.text("state")).isEqualTo("PAUSED");
            long issuedBefore = rush.tally().issued();

            long deferred = Eventually.get(
                    "users see that their requests are deferred",
                    BOUND,
                    () -> rush.countShownAs("DEFERRED"),
                    some -> some >= DEFERRED_MIN);
            Answer page = rush.users().shopper(0).sendWithRetry(Call.get("/api/campaigns/" + rush.campaign()));
            assertThat(page.text("state")).isEqualTo("PAUSED");
            assertThat(page.text("resumesAt")).isEqualTo(until.toString());
            System.out.printf("paused: %d users saw ISSUED before, %d see DEFERRED%n", issuedBefore, deferred);

            rejectInvalidCommands(shop, rush.campaign());
            Answer resumed = resume(shop, rush.campaign(), key);
            assertThat(resumed.status()).as(resumed.toString()).isEqualTo(200);
            assertThat(resume(shop, rush.campaign(), key).status())
                    .as("the same command with the same key")
                    .isEqualTo(200);
            Answer repeated = resume(shop, rush.campaign(), UUID.randomUUID().toString());
            assertThat(repeated.status()).as(repeated.toString()).isEqualTo(409);
            assertThat(repeated.text("code")).isEqualTo("INVALID_STATE");
            rush.awaitFairOutcomes();
        }
    }

    private static void rejectInvalidCommands(SharedPlatform shop, UUID campaign) throws Exception {
        assertThat(sendCommand(shop, campaign, "pause", Map.of("reason", "drill", "until", "2020-01-01T00:00:00Z"))
                        .status())
                .as("a pause until a time in the past")
                .isEqualTo(400);
        assertThat(sendCommand(shop, campaign, "stock", Map.of("reason", "drill", "amount", 0))
                        .status())
                .as("a stock increase of zero")
                .isEqualTo(400);
        assertThat(sendCommand(shop, campaign, "close", Map.of()).status())
                .as("no reason")
                .isEqualTo(400);
        assertThat(sendCommand(shop, UUID.randomUUID(), "close", Map.of("reason", "drill"))
                        .status())
                .as("an unknown campaign")
                .isEqualTo(404);
    }

    private static Answer resume(SharedPlatform shop, UUID campaign, String key) throws Exception {
        return sendCommand(shop, campaign, "resume", key, Map.of("reason", "drill over"));
    }

    private static Answer sendCommand(SharedPlatform shop, UUID campaign, String command, Map<String, Object> body)
            throws Exception {
        return sendCommand(shop, campaign, command, UUID.randomUUID().toString(), body);
    }

    /** Sends an operator command and retries it under the same idempotency key. */
    private static Answer sendCommand(
            SharedPlatform shop, UUID campaign, String command, String key, Map<String, Object> body) throws Exception {
        Call call = Call.post("/ops/campaigns/%s/%s".formatted(campaign, command))
                .header("Idempotency-Key", key)
                .body(body);
        return shop.operator().sendWithRetry(call);
    }
}
