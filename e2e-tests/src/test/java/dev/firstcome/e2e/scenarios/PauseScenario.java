package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.model.random.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** F1: issuing is stopped in the middle of a rush, who comes keeps the place, and goes on as if it had never stopped. */
@ExtendWith(SharedPlatformExtension.class)
class PauseScenario {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final long HELD_MIN = 20;

    @Test
    void aPausedCampaignHoldsItsLineAndServesItInItsOrder(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (CampaignRush scene = CampaignRush.begins(shop, "paused", seed)) {
            scene.midRush(seed);
            Instant until = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.MILLIS);
            String key = UUID.randomUUID().toString();
            Answer paused = commands(shop, scene.campaign(), "pause", key, Map.of("reason", "drill", "until", until));
            assertThat(paused.status()).as(paused.toString()).isEqualTo(200);
            assertThat(paused.text("state")).isEqualTo("PAUSED");
            long issuedBefore = scene.tally().issued();

            long held = Eventually.get(
                    "users see that they are held", BOUND, () -> scene.shownAs("HELD"), some -> some >= HELD_MIN);
            Answer page = scene.crowd().shopper(0).answered(Call.get("/api/campaigns/" + scene.campaign()));
            assertThat(page.text("state")).isEqualTo("PAUSED");
            assertThat(page.text("resumesAt")).isEqualTo(until.toString());
            System.out.printf("paused: %d told ISSUED before, %d see HELD%n", issuedBefore, held);

            refusesWhatDoesNotFit(shop, scene.campaign());
            Answer resumed = resumes(shop, scene.campaign(), key);
            assertThat(resumed.status()).as(resumed.toString()).isEqualTo(200);
            assertThat(resumes(shop, scene.campaign(), key).status())
                    .as("the same command once more")
                    .isEqualTo(200);
            Answer again = resumes(shop, scene.campaign(), UUID.randomUUID().toString());
            assertThat(again.status()).as(again.toString()).isEqualTo(409);
            assertThat(again.text("code")).isEqualTo("DOES_NOT_FIT");
            scene.settlesFairly();
        }
    }

    private static void refusesWhatDoesNotFit(SharedPlatform shop, UUID campaign) throws Exception {
        assertThat(commands(shop, campaign, "pause", Map.of("reason", "drill", "until", "2020-01-01T00:00:00Z"))
                        .status())
                .as("a pause until a time that is over")
                .isEqualTo(400);
        assertThat(commands(shop, campaign, "stock", Map.of("reason", "drill", "amount", 0))
                        .status())
                .as("no stock added")
                .isEqualTo(400);
        assertThat(commands(shop, campaign, "close", Map.of()).status())
                .as("no reason")
                .isEqualTo(400);
        assertThat(commands(shop, UUID.randomUUID(), "close", Map.of("reason", "drill"))
                        .status())
                .as("an unknown campaign")
                .isEqualTo(404);
    }

    private static Answer resumes(SharedPlatform shop, UUID campaign, String key) throws Exception {
        return commands(shop, campaign, "resume", key, Map.of("reason", "drill over"));
    }

    private static Answer commands(SharedPlatform shop, UUID campaign, String command, Map<String, Object> body)
            throws Exception {
        return commands(shop, campaign, command, UUID.randomUUID().toString(), body);
    }

    /** An operator who is put off sends the command again, under its key. */
    private static Answer commands(
            SharedPlatform shop, UUID campaign, String command, String key, Map<String, Object> body) throws Exception {
        Call call = Call.post("/ops/campaigns/%s/%s".formatted(campaign, command))
                .header("Idempotency-Key", key)
                .body(body);
        return shop.operator().answered(call);
    }
}
