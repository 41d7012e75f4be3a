package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.UserOutcome;
import dev.firstcome.e2e.verifier.ClientHistory;
import dev.firstcome.e2e.verifier.Evidence;
import dev.firstcome.e2e.verifier.Invariant;
import dev.firstcome.e2e.verifier.Verdict;
import dev.firstcome.e2e.verifier.Verdict.Finding;
import dev.firstcome.e2e.verifier.collect.EvidenceCollector;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.model.Fold;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.log.LogRecordCodec;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.model.state.Decision;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * F3, F4 and F7: a faulty service version decides wrongly until the invariant monitor pauses the campaign. The correct
 * version then decides the deferred and all later requests. A rebuild finds the users who wrongly got no coupon, and an
 * operator grants them one.
 */
@MutantPlatform
class FaultyRulesScenario {
    private static final String COUPON_SERVICE = ServiceDefinition.COUPON;
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String APOLOGY = "You were in time: here is your coupon.";

    /** The condition of the script for the outcome SOLD_OUT. */
    private static final String CORRECT_CONDITION = "if waiting or campaign.issued >= campaign.stock then";

    /** Rejects every fourth offset as SOLD_OUT although stock remains. */
    private static final String FAULTY_CONDITION =
            "if waiting or campaign.issued >= campaign.stock or offsets[i] % 4 == 0 then";

    @Test
    void usersWhoAreWronglyRejectedAreFoundInTheLogAndGetACoupon(SharedPlatform shop) throws Exception {
        try (ModifiedService faulty = ModifiedService.restart(shop.platform(), COUPON_SERVICE, faultyScript());
                CampaignRush rush = CampaignRush.startWithNewUsers(shop, "mutant: wrong rules", Seeds.one())) {
            Eventually.holds(
                    "the invariant monitor pauses the campaign",
                    BOUND,
                    () -> state(rush).equals("PAUSED"));
            faulty.restoreOriginal();
            shop.sendCommand(rush.campaign(), "resume");
            List<UserOutcome> outcomes = rush.awaitOutcomes();
            assertThat(rush.verify().verdicts())
                    .filteredOn(verdict -> verdict.finding() == Finding.INVALID)
                    .extracting(Verdict::invariant)
                    .contains(Invariant.C5);
            assertRebuildFindsAndCompensates(shop, rush, outcomes);
        }
    }

    private static String state(CampaignRush rush) throws Exception {
        return rush.users()
                .shopper(0)
                .send(Call.get("/api/campaigns/" + rush.campaign()))
                .text("state");
    }

    private static void assertRebuildFindsAndCompensates(
            SharedPlatform shop, CampaignRush rush, List<UserOutcome> outcomes) throws Exception {
        RuleEffects effects = effects(shop, rush);
        Set<Shopper> affected = affected(rush, outcomes, effects);
        assertThat(affected).as("users with a wrong SOLD_OUT").isNotEmpty();
        Rebuilding rebuilding = new Rebuilding(shop, rush.campaign());

        JsonNode verified = rebuilding.run("VERIFY");
        String rebuild = verified.path("rebuildId").asString();
        assertThat(rebuilding.differences(rebuild).stream()
                        .filter(difference ->
                                difference.path("effect").asString().equals("GAINED"))
                        .map(difference ->
                                UUID.fromString(difference.path("userId").asString())))
                .containsExactlyInAnyOrderElementsOf(effects.gained().values());
        assertThat(verified.path("lost").asLong())
                .as("coupons that other requests got instead")
                .isEqualTo(effects.lost().size());
        JsonNode refused = rebuilding.run("SWAP");
        assertThat(refused.path("failure").asString())
                .as(refused.toPrettyString())
                .isEqualTo("CONTRADICTS_RESULTS");

        Map<String, Long> granted = rebuilding.grantDifferences(rebuild, APOLOGY);
        System.out.printf(
                "%d records, %d differences: %d gained, %d lost; granted %s%n",
                verified.path("recordsDone").asLong(),
                verified.path("differenceCount").asLong(),
                verified.path("gained").asLong(),
                verified.path("lost").asLong(),
                granted);
        assertThat(granted).isEqualTo(Map.of("DONE", (long) affected.size()));
        assertThat(rebuilding.grantDifferences(rebuild, APOLOGY)).isEqualTo(Map.of("REPEATED", (long) affected.size()));
        for (Shopper user : affected) {
            Eventually.holds(
                    "the user has a coupon and the message",
                    BOUND,
                    () -> itemsContain(user, "/api/coupons", "AVAILABLE")
                            && itemsContain(user, "/api/messages", APOLOGY));
        }
    }

    private static boolean itemsContain(Shopper user, String path, String text) throws Exception {
        return user.send(Call.get(path)).body().path("items").toString().contains(text);
    }

    /**
     * The requests whose outcome the fault changed, by offset: those that only the model issues, and those that only
     * the service issued.
     */
    private record RuleEffects(Map<Long, UUID> gained, Map<Long, UUID> lost) {}

    private static RuleEffects effects(SharedPlatform shop, CampaignRush rush) {
        Evidence evidence = EvidenceCollector.collect(shop.description(), new ClientHistory());
        Map<Long, UUID> correct = issuedByModel(evidence, rush);
        Map<Long, UUID> published = new TreeMap<>();
        for (Evidence.PublishedResult result : evidence.results()) {
            if (result.result() instanceof CouponIssued coupon
                    && coupon.campaignId().equals(rush.campaign())) {
                published.put(coupon.offset(), coupon.userId());
            }
        }
        return new RuleEffects(without(correct, published.keySet()), without(published, correct.keySet()));
    }

    private static Map<Long, UUID> issuedByModel(Evidence evidence, CampaignRush rush) {
        Map<Long, UUID> issued = new TreeMap<>();
        Fold fold = new Fold(rush.partition());
        for (LogRecord record : evidence.log()) {
            if (record.partition() != rush.partition()) {
                continue;
            }
            Decision decision = fold.apply(record);
            if (decision instanceof Decision.Issued
                    && LogRecordCodec.read(record).orElse(null) instanceof IssueRequested request
                    && request.campaignId().equals(rush.campaign())) {
                issued.put(record.offset(), request.userId());
            }
            fold.deferredDecisions().stream()
                    .filter(late ->
                            late.campaignId().equals(rush.campaign()) && late.decision() instanceof Decision.Issued)
                    .forEach(late -> issued.put(late.offset(), late.userId()));
        }
        return issued;
    }

    private static Map<Long, UUID> without(Map<Long, UUID> requests, Set<Long> offsets) {
        Map<Long, UUID> rest = new TreeMap<>(requests);
        rest.keySet().removeAll(offsets);
        return rest;
    }

    /** The users without a coupon whom the model gives one. A retry may have got a coupon after a lost response. */
    private static Set<Shopper> affected(CampaignRush rush, List<UserOutcome> outcomes, RuleEffects effects) {
        Set<UUID> users = new HashSet<>(effects.gained().values());
        users.removeAll(effects.lost().values());
        Set<Shopper> affected = new HashSet<>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (users.contains(rush.users().shopper(i).userId())) {
                affected.add(rush.users().shopper(i));
            }
        }
        assertThat(affected).hasSameSizeAs(users);
        return affected;
    }

    /** The script of the service with the faulty condition, placed first on the class path. */
    private static ServiceExtras faultyScript() throws IOException {
        Path script = Path.of(System.getProperty("firstcome.root"), "coupon-service/src/main/resources/redis/fold.lua");
        String text = Files.readString(script);
        assertThat(text).contains(CORRECT_CONDITION);
        Path folder = Path.of(System.getProperty("firstcome.target", "target"), "wrong-rules");
        Files.createDirectories(folder.resolve("redis"));
        Files.writeString(folder.resolve("redis/fold.lua"), text.replace(CORRECT_CONDITION, FAULTY_CONDITION));
        return new ServiceExtras(List.of(), List.of(folder), Map.of());
    }
}
