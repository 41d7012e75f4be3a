package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CampaignForgotten;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.UserOutcome;
import dev.firstcome.e2e.verifier.ClientHistory;
import dev.firstcome.e2e.verifier.Evidence;
import dev.firstcome.e2e.verifier.VerificationReport;
import dev.firstcome.e2e.verifier.collect.EvidenceCollector;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.model.LogRecord;
import dev.firstcome.model.PartitionState;
import dev.firstcome.model.RecordForm;
import dev.firstcome.model.random.Seeds;
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

/** A campaign is over and forgotten, Redis loses its partition, and what is made anew from the floor lacks nothing. */
@ExtendWith(SharedPlatformExtension.class)
class CampaignPurgeScenario {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Map<String, Object> REASON = Map.of("reason", "drill");

    @Test
    void aForgottenCampaignIsMissedByNobodyAlsoWhenTheStateIsMadeAnew(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (CampaignRush scene = CampaignRush.begins(shop, "forgotten", seed)) {
            List<UserOutcome> endings = scene.settlesFairly();
            int partition = scene.partition();
            assertThat(commands(shop, scene.campaign(), "forget", "too-early").status())
                    .as("of an open campaign")
                    .isEqualTo(409);
            assertThat(commands(shop, scene.campaign(), "close", "close").status())
                    .isEqualTo(200);

            assertThat(commands(shop, scene.campaign(), "forget", "forget").status())
                    .isEqualTo(200);
            isKnownToItsUsers(scene, endings);
            fillABlock(shop, scene.campaign(), partition);
            long floor = theFloorRises(shop, scene.campaign(), partition);
            try (PartitionKeys keys = new PartitionKeys(shop.description(), partition)) {
                assertThat(keys.deleteAll()).as("keys that Redis lost").isPositive();
                keys.areMadeAnew();
            }

            Answer again = commands(shop, scene.campaign(), "forget", "once-more");
            assertThat(again.status()).as("the line goes on").isEqualTo(200);
            isKnownToItsUsers(scene, endings);
            shop.becomesQuiet();
            Evidence evidence = EvidenceCollector.collect(shop.description(), new ClientHistory());
            assertThat(state(evidence, partition).outcomes().firstKey())
                    .as("the first record that the new state has read")
                    .isGreaterThanOrEqualTo(floor);
            VerificationReport verdicts = scene.verdicts();
            assertThat(verdicts.allValid()).as(verdicts.table()).isTrue();
        }
    }

    /** What is not in a signed block yet is kept, and only whole blocks are signed. These requests come too late for anything. */
    private static void fillABlock(SharedPlatform shop, UUID campaign, int partition) throws Exception {
        try (CouponTopics topics = new CouponTopics(shop.description().kafka())) {
            SplittableRandom random = new SplittableRandom(Seeds.one());
            topics.appendRequests(
                    partition, FillerRequests.requests(campaign, random, ProofBlock.SIZE + FillerRequests.USERS));
        }
    }

    /**
     * To the first record of the oldest campaign of the partition that is left; where there is none, to the record that forgot
     * this one or a later one, since the last is in no signed block.
     */
    private static long theFloorRises(SharedPlatform shop, UUID campaign, int partition) {
        Evidence evidence = Eventually.get(
                "the floor has risen",
                BOUND,
                () -> EvidenceCollector.collect(shop.description(), new ClientHistory()),
                seen -> floor(seen, partition) >= needed(seen, campaign, partition));
        assertThat(state(evidence, partition).campaigns()).doesNotContainKey(campaign);
        System.out.printf(
                "partition %d: %d campaigns left, the floor is %d of %d%n",
                partition,
                state(evidence, partition).campaigns().size(),
                floor(evidence, partition),
                state(evidence, partition).applied());
        return floor(evidence, partition);
    }

    private static long floor(Evidence evidence, int partition) {
        return evidence.progress().stream()
                .filter(progress -> progress.partition() == partition)
                .mapToLong(IssueProgress::floor)
                .max()
                .orElseThrow();
    }

    private static PartitionState state(Evidence evidence, int partition) {
        return Objects.requireNonNull(evidence.live().get(partition)).state();
    }

    private static long needed(Evidence evidence, UUID forgotten, int partition) {
        return state(evidence, partition).campaigns().values().stream()
                .mapToLong(campaign -> campaign.span().first())
                .min()
                .orElseGet(() -> forgottenAt(evidence, forgotten));
    }

    private static long forgottenAt(Evidence evidence, UUID campaign) {
        byte[] key = campaign.toString().getBytes(StandardCharsets.UTF_8);
        return evidence.log().stream()
                .filter(record -> RecordForm.typeOf(CampaignForgotten.class).equals(record.type()))
                .filter(record -> Arrays.equals(key, record.key()))
                .mapToLong(LogRecord::offset)
                .min()
                .orElseThrow();
    }

    /** Whoever has a coupon is told of it, others that nothing is known; to all it is over. */
    private static void isKnownToItsUsers(CampaignRush scene, List<UserOutcome> endings) throws Exception {
        int winner = first(endings, UserOutcome.Issued.class);
        int loser = first(endings, UserOutcome.Rejected.class);
        Answer issued =
                status(scene, scene.crowd().shopper(winner), ((UserOutcome.Issued) endings.get(winner)).requestId());
        assertThat(issued.text("state")).as(issued.toString()).isEqualTo("ISSUED");
        assertThat(issued.text("couponId")).isEqualTo(endings.get(winner).couponId());
        Answer gone =
                status(scene, scene.crowd().shopper(loser), ((UserOutcome.Rejected) endings.get(loser)).requestId());
        assertThat(gone.status()).as(gone.toString()).isEqualTo(410);
        assertThat(gone.text("code")).isEqualTo("FORGOTTEN");
        Shopper shopper = scene.crowd().shopper(loser);
        assertThat(shopper.answered(Call.get("/api/campaigns/" + scene.campaign()))
                        .text("state"))
                .isEqualTo("CLOSED");
        Answer admission = shopper.answered(Call.post("/api/campaigns/%s/admissions".formatted(scene.campaign())));
        assertThat(admission.status()).as(admission.toString()).isEqualTo(409);
        assertThat(admission.text("code")).isEqualTo("CLOSED");
    }

    private static Answer status(CampaignRush scene, Shopper shopper, String requestId) throws Exception {
        Call call = Call.get("/api/campaigns/%s/requests/%s".formatted(scene.campaign(), requestId));
        return shopper.answered(call);
    }

    private static int first(List<UserOutcome> endings, Class<? extends UserOutcome> kind) {
        return IntStream.range(0, endings.size())
                .filter(i -> kind.isInstance(endings.get(i)))
                .findFirst()
                .orElseThrow();
    }

    private static Answer commands(SharedPlatform shop, UUID campaign, String command, String key) throws Exception {
        Call call = Call.post("/ops/campaigns/%s/%s".formatted(campaign, command))
                .header("Idempotency-Key", key)
                .body(REASON);
        return shop.operator().answered(call);
    }
}
