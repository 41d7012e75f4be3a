package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.contracts.coupon.log.CampaignPurged;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.UserOutcome;
import dev.firstcome.e2e.verifier.ClientHistory;
import dev.firstcome.e2e.verifier.Evidence;
import dev.firstcome.e2e.verifier.VerificationReport;
import dev.firstcome.e2e.verifier.collect.EvidenceCollector;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.log.LogRecordCodec;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.model.state.PartitionState;
import dev.firstcome.testsupport.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A closed campaign is purged, then Redis loses the state of its partition. The state that is rebuilt from the low
 * watermark is complete.
 */
@ExtendWith(SharedPlatformExtension.class)
class CampaignPurgeScenario {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Map<String, Object> REASON = Map.of("reason", "drill");

    @Test
    void aPurgedCampaignStaysPurgedAfterARebuild(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (CampaignRush rush = CampaignRush.start(shop, "purged", seed)) {
            List<UserOutcome> outcomes = rush.awaitFairOutcomes();
            int partition = rush.partition();
            assertThat(sendCommand(shop, rush.campaign(), "purge", "too-early").status())
                    .as("purge of an open campaign")
                    .isEqualTo(409);
            assertThat(sendCommand(shop, rush.campaign(), "close", "close").status())
                    .isEqualTo(200);

            assertThat(sendCommand(shop, rush.campaign(), "purge", "purge").status())
                    .isEqualTo(200);
            assertUsersSeeThePurge(rush, outcomes);
            appendProofBlock(shop, rush.campaign(), partition);
            long lowWatermark = awaitLowWatermark(shop, rush.campaign(), partition);
            try (PartitionKeys keys = new PartitionKeys(shop.description(), partition)) {
                assertThat(keys.deleteAll()).as("keys that Redis lost").isPositive();
                keys.awaitRebuild();
            }

            Answer repeated = sendCommand(shop, rush.campaign(), "purge", "repeated");
            assertThat(repeated.status())
                    .as("status of a command after the rebuild")
                    .isEqualTo(200);
            assertUsersSeeThePurge(rush, outcomes);
            shop.awaitQuiescence();
            Evidence evidence = EvidenceCollector.collect(shop.description(), new ClientHistory());
            assertThat(state(evidence, partition).outcomes().firstKey())
                    .as("the first record that the rebuilt state has read")
                    .isGreaterThanOrEqualTo(lowWatermark);
            VerificationReport verdicts = rush.verify();
            assertThat(verdicts.allValid()).as(verdicts.table()).isTrue();
        }
    }

    /**
     * Appends enough requests to complete a proof block. Records outside a signed block are retained, and only complete
     * blocks are signed. The campaign is closed, so the requests have no other effect.
     */
    private static void appendProofBlock(SharedPlatform shop, UUID campaign, int partition) throws Exception {
        try (CouponTopics topics = new CouponTopics(shop.description().kafka())) {
            SplittableRandom random = new SplittableRandom(Seeds.one());
            topics.appendRequests(
                    partition, FillerRequests.requests(campaign, random, ProofBlock.SIZE + FillerRequests.USERS));
        }
    }

    /**
     * Waits until the low watermark reaches the first record of the oldest remaining campaign of the partition. If no
     * campaign remains, waits until it reaches the purge record of this campaign.
     */
    private static long awaitLowWatermark(SharedPlatform shop, UUID campaign, int partition) {
        Evidence evidence = Eventually.get(
                "the low watermark has advanced",
                BOUND,
                () -> EvidenceCollector.collect(shop.description(), new ClientHistory()),
                current -> lowWatermark(current, partition) >= requiredLowWatermark(current, campaign, partition));
        assertThat(state(evidence, partition).campaigns()).doesNotContainKey(campaign);
        System.out.printf(
                "partition %d: %d campaigns remain, low watermark %d, applied offset %d%n",
                partition,
                state(evidence, partition).campaigns().size(),
                lowWatermark(evidence, partition),
                state(evidence, partition).applied());
        return lowWatermark(evidence, partition);
    }

    private static long lowWatermark(Evidence evidence, int partition) {
        return evidence.progress().stream()
                .filter(progress -> progress.partition() == partition)
                .mapToLong(IssueProgress::lowWatermark)
                .max()
                .orElseThrow();
    }

    private static PartitionState state(Evidence evidence, int partition) {
        return Objects.requireNonNull(evidence.live().get(partition)).state();
    }

    private static long requiredLowWatermark(Evidence evidence, UUID purged, int partition) {
        return state(evidence, partition).campaigns().values().stream()
                .mapToLong(campaign -> campaign.span().first())
                .min()
                .orElseGet(() -> purgeOffset(evidence, purged));
    }

    private static long purgeOffset(Evidence evidence, UUID campaign) {
        byte[] key = campaign.toString().getBytes(StandardCharsets.UTF_8);
        return evidence.log().stream()
                .filter(record -> LogRecordCodec.typeOf(CampaignPurged.class).equals(record.type()))
                .filter(record -> Arrays.equals(key, record.key()))
                .mapToLong(LogRecord::offset)
                .min()
                .orElseThrow();
    }

    /** Asserts that issued requests keep their status, others are PURGED, and the campaign is CLOSED. */
    private static void assertUsersSeeThePurge(CampaignRush rush, List<UserOutcome> outcomes) throws Exception {
        int winner = firstIndexOf(outcomes, UserOutcome.Issued.class);
        int loser = firstIndexOf(outcomes, UserOutcome.Rejected.class);
        Answer issued =
                status(rush, rush.users().shopper(winner), ((UserOutcome.Issued) outcomes.get(winner)).requestId());
        assertThat(issued.text("state")).as(issued.toString()).isEqualTo("ISSUED");
        assertThat(issued.text("couponId")).isEqualTo(outcomes.get(winner).couponId());
        Answer rejected =
                status(rush, rush.users().shopper(loser), ((UserOutcome.Rejected) outcomes.get(loser)).requestId());
        assertThat(rejected.status()).as(rejected.toString()).isEqualTo(410);
        assertThat(rejected.text("code")).isEqualTo("PURGED");
        Shopper shopper = rush.users().shopper(loser);
        assertThat(shopper.sendWithRetry(Call.get("/api/campaigns/" + rush.campaign()))
                        .text("state"))
                .isEqualTo("CLOSED");
        Answer admission = shopper.sendWithRetry(Call.post("/api/campaigns/%s/admissions".formatted(rush.campaign())));
        assertThat(admission.status()).as(admission.toString()).isEqualTo(409);
        assertThat(admission.text("code")).isEqualTo("CLOSED");
    }

    private static Answer status(CampaignRush rush, Shopper shopper, String requestId) throws Exception {
        Call call = Call.get("/api/campaigns/%s/requests/%s".formatted(rush.campaign(), requestId));
        return shopper.sendWithRetry(call);
    }

    private static int firstIndexOf(List<UserOutcome> outcomes, Class<? extends UserOutcome> kind) {
        return IntStream.range(0, outcomes.size())
                .filter(i -> kind.isInstance(outcomes.get(i)))
                .findFirst()
                .orElseThrow();
    }

    private static Answer sendCommand(SharedPlatform shop, UUID campaign, String command, String key) throws Exception {
        Call call = Call.post("/ops/campaigns/%s/%s".formatted(campaign, command))
                .header("Idempotency-Key", key)
                .body(REASON);
        return shop.operator().sendWithRetry(call);
    }
}
