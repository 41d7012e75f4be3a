package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.UserOutcome;
import dev.firstcome.e2e.verifier.ClientHistory;
import dev.firstcome.e2e.verifier.Invariant;
import dev.firstcome.e2e.verifier.LogPosition;
import dev.firstcome.e2e.verifier.Verdict;
import dev.firstcome.e2e.verifier.Verdict.Finding;
import dev.firstcome.e2e.verifier.collect.EvidenceCollector;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.model.Decision;
import dev.firstcome.model.Fold;
import dev.firstcome.model.LogRecord;
import dev.firstcome.model.random.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * F3, F4 and F7: a version with a mistake decides wrongly until the campaign pauses by itself; the right one decides who was
 * held and who comes from then on, finds out who was wronged before, and gives those coupons who should have had one.
 */
@MutantPlatform
class FaultyRulesScenario {
    private static final String COUPON_SERVICE = ServiceDefinition.COUPON;
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String SORRY = "You were in time: here is your coupon.";

    /** Where the script says that all coupons are gone. */
    private static final String RIGHT = "if waiting or campaign.issued >= campaign.stock then";

    /** Every fourth place in the line is told so although there are some left. */
    private static final String WRONG = "if waiting or campaign.issued >= campaign.stock or offsets[i] % 4 == 0 then";

    @Test
    void whoWasWrongedByAMistakeIsFoundFromTheLogAndGivenACoupon(SharedPlatform shop) throws Exception {
        try (ModifiedService mistaken = ModifiedService.restarted(shop.platform(), COUPON_SERVICE, mistake());
                CampaignRush scene = CampaignRush.begins(shop, "mutant: wrong rules", Seeds.one())) {
            Eventually.holds("it pauses by itself", BOUND, () -> state(scene).equals("PAUSED"));
            mistaken.isAsBuilt();
            shop.commands(scene.campaign(), "resume");
            List<UserOutcome> endings = scene.settles();
            assertThat(scene.verdicts().verdicts())
                    .filteredOn(verdict -> verdict.finding() == Finding.INVALID)
                    .extracting(Verdict::invariant)
                    .contains(Invariant.C5);
            findsAndGrants(shop, scene, endings);
        }
    }

    private static String state(CampaignRush scene) throws Exception {
        return scene.crowd()
                .shopper(0)
                .send(Call.get("/api/campaigns/" + scene.campaign()))
                .text("state");
    }

    private static void findsAndGrants(SharedPlatform shop, CampaignRush scene, List<UserOutcome> endings)
            throws Exception {
        Set<Shopper> wronged = wronged(shop, scene, endings);
        assertThat(wronged).as("users who were told wrongly that all is gone").isNotEmpty();
        Rebuilding rebuilding = new Rebuilding(shop, scene.campaign());

        JsonNode verified = rebuilding.rebuilt("VERIFY");
        String rebuild = verified.path("rebuildId").asString();
        assertThat(rebuilding.differences(rebuild).stream()
                        .filter(one -> one.path("effect").asString().equals("GAINED"))
                        .map(one -> one.path("userId").asString()))
                .containsExactlyInAnyOrderElementsOf(
                        wronged.stream().map(user -> user.userId().toString()).toList());
        assertThat(verified.path("lost").asLong())
                .as("others got those coupons")
                .isEqualTo(wronged.size());
        JsonNode refused = rebuilding.rebuilt("SWAP");
        assertThat(refused.path("failure").asString())
                .as(refused.toPrettyString())
                .isEqualTo("CONTRADICTS_RESULTS");

        Map<String, Long> granted = rebuilding.grants(rebuild, SORRY);
        System.out.printf(
                "%d records, %d differences: %d gained, %d lost; granted %s%n",
                verified.path("recordsDone").asLong(),
                verified.path("differenceCount").asLong(),
                verified.path("gained").asLong(),
                verified.path("lost").asLong(),
                granted);
        assertThat(granted).isEqualTo(Map.of("DONE", (long) wronged.size()));
        assertThat(rebuilding.grants(rebuild, SORRY)).isEqualTo(Map.of("REPEATED", (long) wronged.size()));
        for (Shopper user : wronged) {
            Eventually.holds(
                    "a coupon and the reason",
                    BOUND,
                    () -> has(user, "/api/coupons", "AVAILABLE") && has(user, "/api/messages", SORRY));
        }
    }

    private static boolean has(Shopper user, String path, String text) throws Exception {
        return user.send(Call.get(path)).body().path("items").toString().contains(text);
    }

    /** Those to whom the model gives a coupon for a request of which they were told that they get none. */
    private static Set<Shopper> wronged(SharedPlatform shop, CampaignRush scene, List<UserOutcome> endings) {
        Set<Long> issued = new HashSet<>();
        Fold fold = new Fold(scene.partition());
        for (LogRecord record : EvidenceCollector.collect(shop.description(), new ClientHistory())
                .log()) {
            if (record.partition() == scene.partition() && fold.apply(record) instanceof Decision.Issued) {
                issued.add(record.offset());
            }
        }
        Set<Shopper> wronged = new HashSet<>();
        for (int i = 0; i < endings.size(); i++) {
            if (endings.get(i) instanceof UserOutcome.Rejected(var request, var reason, var _)
                    && reason.equals("SOLD_OUT")
                    && issued.contains(
                            LogPosition.ofRequest(request).orElseThrow().offset())) {
                wronged.add(scene.crowd().shopper(i));
            }
        }
        return wronged;
    }

    /** The service's own script with the mistake in it, in front of the class path. */
    private static ServiceExtras mistake() throws IOException {
        Path script = Path.of(System.getProperty("firstcome.root"), "coupon-service/src/main/resources/redis/fold.lua");
        String text = Files.readString(script);
        assertThat(text).contains(RIGHT);
        Path folder = Path.of(System.getProperty("firstcome.target", "target"), "wrong-rules");
        Files.createDirectories(folder.resolve("redis"));
        Files.writeString(folder.resolve("redis/fold.lua"), text.replace(RIGHT, WRONG));
        return new ServiceExtras(List.of(), List.of(folder), Map.of());
    }
}
