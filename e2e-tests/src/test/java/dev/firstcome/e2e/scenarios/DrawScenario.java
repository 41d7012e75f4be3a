package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.UserOutcome;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
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

/** A line that begins with a draw: its order is the published seed's, also where the service dies before it is opened. */
@ExtendWith(SharedPlatformExtension.class)
class DrawScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final long TICKETS_MIN = 50;

    @Test
    void ticketsAreServedInTheOrderOfTheirHashesAndWhoComesLaterQueuesBehind(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (CampaignRush scene = CampaignRush.draws(shop, "drawn", seed)) {
            Answer before = campaign(scene);
            assertThat(before.text("mode")).isEqualTo("DRAW");
            assertThat(before.body().path("draw").has("seed"))
                    .as("the seed before the opening")
                    .isFalse();
            Eventually.get("tickets wait", BOUND, () -> scene.shownAs("HELD"), held -> held >= TICKETS_MIN);
            shop.platform().kill(ServiceDefinition.COUPON);
            shop.platform().start(ServiceDefinition.COUPON);

            List<UserOutcome> endings = scene.settlesFairly();

            String revealed = campaign(scene).body().path("draw").path("seed").asString();
            assertThat(HexFormat.of().formatHex(sha256(HexFormat.of().parseHex(revealed))))
                    .as("the hash of the seed")
                    .isEqualTo(before.body().path("draw").path("seedHash").asString());
            Set<String> tickets = scene.requestsShownAs("HELD");
            List<Winner> winners = winners(scene, endings);
            List<Winner> drawn = winners.stream()
                    .filter(winner -> tickets.contains(winner.requestId()))
                    .toList();
            System.out.printf("%d of the %d winners were drawn%n", drawn.size(), winners.size());
            assertThat(drawn).hasSizeGreaterThan((int) TICKETS_MIN / 2);
            assertThat(drawn)
                    .extracting(winner -> rank(revealed, scene.campaign(), winner.user()))
                    .as("the ranks of those who were drawn, by their sequence")
                    .isSorted();
            Rebuilding.isWhole(new Rebuilding(shop, scene.campaign()).audited());
        }
    }

    private record Winner(String requestId, UUID user, long sequence) {}

    /** By their sequence. */
    private static List<Winner> winners(CampaignRush scene, List<UserOutcome> endings) {
        return IntStream.range(0, endings.size())
                .filter(i -> endings.get(i) instanceof UserOutcome.Issued)
                .mapToObj(i -> {
                    UserOutcome.Issued issued = (UserOutcome.Issued) endings.get(i);
                    return new Winner(
                            issued.requestId(), scene.crowd().shopper(i).userId(), issued.sequence());
                })
                .sorted(Comparator.comparingLong(Winner::sequence))
                .toList();
    }

    private static Answer campaign(CampaignRush scene) throws Exception {
        Answer answer = scene.crowd().shopper(0).answered(Call.get("/api/campaigns/" + scene.campaign()));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer;
    }

    /** As everybody can count it who knows the seed. */
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
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
