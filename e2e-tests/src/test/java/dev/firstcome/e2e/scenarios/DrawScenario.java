package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.UserOutcome;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** In a campaign with a draw, the revealed seed defines the queue order, also after a crash before the opening. */
@ExtendWith(SharedPlatformExtension.class)
class DrawScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final long TICKETS_MIN = 50;

    @Test
    void ticketsAreServedInHashOrderBeforeLaterRequests(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (CampaignRush rush = CampaignRush.startWithDraw(shop, "drawn", seed)) {
            Answer before = campaign(rush);
            assertThat(before.text("mode")).isEqualTo("DRAW");
            assertThat(before.body().path("draw").has("seed"))
                    .as("the seed is visible before the opening")
                    .isFalse();
            Eventually.get(
                    "tickets are deferred",
                    BOUND,
                    () -> rush.countShownAs("DEFERRED"),
                    deferred -> deferred >= TICKETS_MIN);
            shop.platform().kill(ServiceDefinition.COUPON);
            shop.platform().start(ServiceDefinition.COUPON);

            List<UserOutcome> outcomes = rush.awaitFairOutcomes();

            String revealed = campaign(rush).body().path("draw").path("seed").asString();
            assertThat(HexFormat.of().formatHex(sha256(HexFormat.of().parseHex(revealed))))
                    .as("the hash of the seed")
                    .isEqualTo(before.body().path("draw").path("seedHash").asString());
            Set<String> tickets = rush.requestsShownAs("DEFERRED");
            List<Winner> winners = winners(rush, outcomes);
            List<Winner> drawn = winners.stream()
                    .filter(winner -> tickets.contains(winner.requestId()))
                    .toList();
            System.out.printf("%d of %d winners had a ticket%n", drawn.size(), winners.size());
            assertThat(drawn).hasSizeGreaterThan((int) TICKETS_MIN / 2);
            assertThat(drawn)
                    .extracting(winner -> rank(revealed, rush.campaign(), winner.user()))
                    .as("ranks of the winners with a ticket, in sequence order")
                    .isSorted();
            Rebuilding.assertConsistent(new Rebuilding(shop, rush.campaign()).verifyAndAudit());
        }
    }

    private record Winner(String requestId, UUID user, long sequence) {}

    /** The winners, in sequence order. */
    private static List<Winner> winners(CampaignRush rush, List<UserOutcome> outcomes) {
        return IntStream.range(0, outcomes.size())
                .filter(i -> outcomes.get(i) instanceof UserOutcome.Issued)
                .mapToObj(i -> {
                    UserOutcome.Issued issued = (UserOutcome.Issued) outcomes.get(i);
                    return new Winner(
                            issued.requestId(), rush.users().shopper(i).userId(), issued.sequence());
                })
                .sorted(Comparator.comparingLong(Winner::sequence))
                .toList();
    }

    private static Answer campaign(CampaignRush rush) throws Exception {
        Answer answer = rush.users().shopper(0).sendWithRetry(Call.get("/api/campaigns/" + rush.campaign()));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer;
    }

    /** The rank of a user in the draw, computed from the revealed seed. */
    private static String rank(String seed, UUID campaign, UUID user) {
        byte[] all = ByteBuffer.allocate(64)
                .put(HexFormat.of().parseHex(seed))
                .putLong(campaign.getMostSignificantBits())
                .putLong(campaign.getLeastSignificantBits())
                .putLong(user.getMostSignificantBits())
                .putLong(user.getLeastSignificantBits())
                .array();
        return HexFormat.of().formatHex(sha256(all));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is not available", impossible);
        }
    }
}
