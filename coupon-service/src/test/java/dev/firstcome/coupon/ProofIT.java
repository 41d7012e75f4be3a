package dev.firstcome.coupon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.log.LogPosition;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.progress.ProofProgress;
import dev.firstcome.model.proof.PublicKeys;
import dev.firstcome.model.proof.Receipt;
import dev.firstcome.testsupport.StallRetry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts and block proofs, with real infrastructure. */
class ProofIT {
    private static CouponService service;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void start() {
        service = CouponService.shared();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private CouponService.Answer request(String campaign, UUID user) {
        CouponService.Answer accepted =
                service.request(campaign, user, Map.of("X-Admission", service.admission(campaign, user)));
        assertThat(accepted.status()).as(accepted.body().toString()).isEqualTo(202);
        return accepted;
    }

    private static CouponService.Answer verify(Object receipt) {
        return service.post("/api/receipts/verify", null, Map.of("receipt", receipt), Map.of());
    }

    @Test
    void aReceiptIsVerifiedWithThePublishedKey() throws Exception {
        // A request that a stall delays gets no receipt.
        StallRetry.run(this::oneReceiptIsVerified);
    }

    private void oneReceiptIsVerified() throws Exception {
        String campaign = service.openCampaign(5);
        UUID kim = service.ids.next();
        String receipt = request(campaign, kim).text("receipt");
        String pem = service.get("/api/proof-keys", null)
                .body()
                .path("items")
                .path(0)
                .path("publicKey")
                .asString();

        Receipt read = Receipt.verified(receipt, PublicKeys.at(Files.writeString(folder.resolve("served.pem"), pem)));

        assertThat(read.userId()).isEqualTo(kim);
        assertThat(read.campaignId()).hasToString(campaign);
        CouponService.Answer checked = verify(receipt);
        assertThat(checked.body().path("genuine").asBoolean()).isTrue();
        assertThat(checked.text("state")).isEqualTo("NOT_SIGNED_YET");
        assertThat(checked.body().path("offset").asLong()).isEqualTo(read.offset());
    }

    @Test
    void forgedAndMalformedReceiptsAreReported() {
        StallRetry.run(this::invalidReceiptsAreReported);
    }

    private void invalidReceiptsAreReported() {
        String campaign = service.openCampaign(5);
        String receipt = request(campaign, service.ids.next()).text("receipt");
        String forged = receipt.substring(0, 30) + (receipt.charAt(30) == 'A' ? 'B' : 'A') + receipt.substring(31);

        assertThat(verify(forged).text("state")).isEqualTo("FORGED");
        assertThat(verify("fcr1.." + " ".repeat(3)).code()).isEqualTo("INVALID_FIELD");
        assertThat(verify("").code()).isEqualTo("INVALID_FIELD");
        assertThat(verify("x".repeat(20_000)).status()).isEqualTo(400);
        String proof = "/api/campaigns/" + campaign + "/proof";
        assertThat(service.get(proof + "?from=5&to=4", null).code()).isEqualTo("INVALID_FIELD");
        assertThat(service.get(proof + "?from=-1", null).code()).isEqualTo("INVALID_FIELD");
        assertThat(service.get(proof + "?limit=1000", null).code()).isEqualTo("INVALID_FIELD");
        assertThat(service.get("/api/campaigns/" + UUID.randomUUID() + "/proof", null)
                        .code())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void receiptsOfASignedBlockAreProvedIncludingDeferredRequests() {
        StallRetry.run(this::receiptsOfABlockAreProved);
    }

    private void receiptsOfABlockAreProved() {
        String campaign = service.openCampaignInCompleteLog(100_000);
        UUID kim = service.ids.next();
        UUID lee = service.ids.next();
        service.awaitOutcome(request(campaign, kim), kim);
        String early = request(campaign, kim).text("receipt");
        service.command(campaign, "pause", Map.of("reason", "a test"));
        CouponService.Answer deferred = request(campaign, lee);
        service.command(campaign, "resume", Map.of("reason", "a test"));
        service.command(campaign, "close", Map.of("reason", "a test"));
        assertThat(service.command(campaign, "purge", Map.of("reason", "a test"))
                        .code())
                .as("before the decisions on deferred requests are signed")
                .isEqualTo("NOT_PROVED_YET");
        int partition = partition(campaign);
        long last = fillBlock(campaign, partition);
        service.await(() -> service.bean(ProofProgress.class).firstUnsigned(partition) > last);

        CouponService.Answer duplicate = verify(early);
        assertThat(duplicate.text("state")).as(duplicate.body().toString()).isEqualTo("PROVED");
        assertThat(duplicate.text("outcome")).isEqualTo("DUPLICATE");
        CouponService.Answer late = verify(deferred.text("receipt"));
        assertThat(late.text("outcome")).as(late.body().toString()).isEqualTo("ISSUED");
        assertThat(late.body().path("sequence").asLong()).isEqualTo(2);
        assertThat(late.body().path("proof").path("leaf").path("code").asInt())
                .as("deferred in its own leaf")
                .isEqualTo(12);
        assertThat(late.body()
                        .path("decision")
                        .path("by")
                        .path("leaf")
                        .path("decided")
                        .asLong())
                .isEqualTo(1);
        CouponService.Answer page = service.get("/api/campaigns/" + campaign + "/proof?limit=1", null);
        assertThat(page.body().path("items").size()).isEqualTo(1);
        assertPurgeRemovesDeferredProofs(campaign, deferred.text("receipt"), early);
    }

    private static void assertPurgeRemovesDeferredProofs(String campaign, String deferred, String immediate) {
        assertThat(service.command(campaign, "purge", Map.of("reason", "a test"))
                        .status())
                .isEqualTo(200);

        assertThat(verify(deferred).text("state")).isEqualTo("NO_LONGER_KEPT");
        assertThat(verify(immediate).text("outcome")).isEqualTo("DUPLICATE");
    }

    @Test
    void aCampaignThatIsPurgedBeforeItsBlockIsSignedIsProved() {
        StallRetry.run(this::aPurgedCampaignIsProved);
    }

    private void aPurgedCampaignIsProved() {
        String campaign = service.openCampaignInCompleteLog(1);
        UUID kim = service.ids.next();
        CouponService.Answer accepted = request(campaign, kim);
        service.awaitOutcome(accepted, kim);
        service.command(campaign, "close", Map.of("reason", "a test"));
        assertThat(service.command(campaign, "purge", Map.of("reason", "a test"))
                        .status())
                .isEqualTo(200);
        int partition = partition(campaign);

        long last = fillBlock(campaign, partition);

        service.await(() -> service.bean(ProofProgress.class).firstUnsigned(partition) > last);
        CouponService.Answer checked = verify(accepted.text("receipt"));
        assertThat(checked.text("state")).as(checked.body().toString()).isEqualTo("PROVED");
        assertThat(checked.text("outcome")).isEqualTo("ISSUED");
    }

    private static int partition(String campaign) {
        return service.bean(Campaigns.class)
                .find(UUID.fromString(campaign))
                .map(Campaign::partition)
                .orElseThrow();
    }

    /** Appends requests of one user until the current block is complete, and returns its last offset. */
    private static long fillBlock(String campaign, int partition) {
        UUID user = service.ids.next();
        RequestLog log = service.bean(RequestLog.class);
        long at = log.append(partition, issueRequest(campaign, user)).offset();
        int missing = (int) (ProofBlock.SIZE - 1 - at % ProofBlock.SIZE);
        List<CouponRecord> records = IntStream.range(0, missing)
                .<CouponRecord>mapToObj(i -> issueRequest(campaign, user))
                .toList();
        List<LogPosition> positions = missing == 0 ? List.of() : log.append(partition, records);
        return positions.isEmpty() ? at : positions.getLast().offset();
    }

    private static IssueRequested issueRequest(String campaign, UUID user) {
        UUID admission = UUID.randomUUID();
        return new IssueRequested(
                UUID.fromString(campaign),
                user,
                admission.toString(),
                List.of(),
                admission,
                "AAECAwQFBgcICQoLDA0ODw",
                Instant.now());
    }
}
