package dev.firstcome.coupon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CouponRecord;
import dev.firstcome.contracts.coupon.IssueRequested;
import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.log.Position;
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

/** Receipts and roots as the service gives them, on the real infrastructure. */
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

    private CouponService.Answer asks(String campaign, UUID user) {
        CouponService.Answer accepted =
                service.request(campaign, user, Map.of("X-Admission", service.admission(campaign, user)));
        assertThat(accepted.status()).as(accepted.body().toString()).isEqualTo(202);
        return accepted;
    }

    private static CouponService.Answer verifies(Object receipt) {
        return service.post("/api/receipts/verify", null, Map.of("receipt", receipt), Map.of());
    }

    @Test
    void aReceiptIsGoodForItsRequestWithTheServedKey() throws Exception {
        // A request that a stall delays is answered without a receipt.
        StallRetry.run(this::oneReceiptIsVerified);
    }

    private void oneReceiptIsVerified() throws Exception {
        String campaign = service.openCampaign(5);
        UUID kim = service.ids.next();
        String receipt = asks(campaign, kim).text("receipt");
        String pem = service.get("/api/proof-keys", null)
                .body()
                .path("items")
                .path(0)
                .path("publicKey")
                .asString();

        Receipt read = Receipt.verified(receipt, PublicKeys.at(Files.writeString(folder.resolve("served.pem"), pem)));

        assertThat(read.userId()).isEqualTo(kim);
        assertThat(read.campaignId()).hasToString(campaign);
        CouponService.Answer checked = verifies(receipt);
        assertThat(checked.body().path("genuine").asBoolean()).isTrue();
        assertThat(checked.text("state")).isEqualTo("NOT_SIGNED_YET");
        assertThat(checked.body().path("offset").asLong()).isEqualTo(read.offset());
    }

    @Test
    void whatIsNoReceiptOrNotOursIsSaidSo() {
        StallRetry.run(this::forgedReceiptsAreRefused);
    }

    private void forgedReceiptsAreRefused() {
        String campaign = service.openCampaign(5);
        String receipt = asks(campaign, service.ids.next()).text("receipt");
        String forged = receipt.substring(0, 30) + (receipt.charAt(30) == 'A' ? 'B' : 'A') + receipt.substring(31);

        assertThat(verifies(forged).text("state")).isEqualTo("FORGED");
        assertThat(verifies("fcr1.." + " ".repeat(3)).code()).isEqualTo("INVALID_FIELD");
        assertThat(verifies("").code()).isEqualTo("INVALID_FIELD");
        assertThat(verifies("x".repeat(20_000)).status()).isEqualTo(400);
        String proof = "/api/campaigns/" + campaign + "/proof";
        assertThat(service.get(proof + "?from=5&to=4", null).code()).isEqualTo("INVALID_FIELD");
        assertThat(service.get(proof + "?from=-1", null).code()).isEqualTo("INVALID_FIELD");
        assertThat(service.get(proof + "?limit=1000", null).code()).isEqualTo("INVALID_FIELD");
        assertThat(service.get("/api/campaigns/" + UUID.randomUUID() + "/proof", null)
                        .code())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void aWholeBlockIsSignedAndAReceiptInItProvedAlsoWhereItWasHeld() {
        StallRetry.run(this::aWholeBlockIsProved);
    }

    private void aWholeBlockIsProved() {
        String campaign = service.openCampaignInCompleteLog(100_000);
        UUID kim = service.ids.next();
        UUID lee = service.ids.next();
        service.decided(asks(campaign, kim), kim);
        String early = asks(campaign, kim).text("receipt");
        service.commands(campaign, "pause", Map.of("reason", "a test"));
        CouponService.Answer held = asks(campaign, lee);
        service.commands(campaign, "resume", Map.of("reason", "a test"));
        service.commands(campaign, "close", Map.of("reason", "a test"));
        assertThat(service.commands(campaign, "forget", Map.of("reason", "a test"))
                        .code())
                .as("before its late decisions are signed")
                .isEqualTo("NOT_PROVED_YET");
        int partition = partition(campaign);
        long last = fill(campaign, partition);
        service.await(() -> service.part(ProofProgress.class).firstUnsigned(partition) > last);

        CouponService.Answer duplicate = verifies(early);
        assertThat(duplicate.text("state")).as(duplicate.body().toString()).isEqualTo("PROVED");
        assertThat(duplicate.text("outcome")).isEqualTo("DUPLICATE");
        CouponService.Answer late = verifies(held.text("receipt"));
        assertThat(late.text("outcome")).as(late.body().toString()).isEqualTo("ISSUED");
        assertThat(late.body().path("sequence").asLong()).isEqualTo(2);
        assertThat(late.body().path("proof").path("leaf").path("code").asInt())
                .as("held in its own leaf")
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
        whatWasDecidedLateGoesWithTheCampaign(campaign, held.text("receipt"), early);
    }

    private static void whatWasDecidedLateGoesWithTheCampaign(String campaign, String held, String atOnce) {
        assertThat(service.commands(campaign, "forget", Map.of("reason", "a test"))
                        .status())
                .isEqualTo(200);

        assertThat(verifies(held).text("state")).isEqualTo("NO_LONGER_KEPT");
        assertThat(verifies(atOnce).text("outcome")).isEqualTo("DUPLICATE");
    }

    @Test
    void aCampaignThatIsForgottenBeforeItsBlockIsWholeIsProvedNevertheless() {
        StallRetry.run(this::aForgottenCampaignIsProved);
    }

    private void aForgottenCampaignIsProved() {
        String campaign = service.openCampaignInCompleteLog(1);
        UUID kim = service.ids.next();
        CouponService.Answer asked = asks(campaign, kim);
        service.decided(asked, kim);
        service.commands(campaign, "close", Map.of("reason", "a test"));
        assertThat(service.commands(campaign, "forget", Map.of("reason", "a test"))
                        .status())
                .isEqualTo(200);
        int partition = partition(campaign);

        long last = fill(campaign, partition);

        service.await(() -> service.part(ProofProgress.class).firstUnsigned(partition) > last);
        CouponService.Answer checked = verifies(asked.text("receipt"));
        assertThat(checked.text("state")).as(checked.body().toString()).isEqualTo("PROVED");
        assertThat(checked.text("outcome")).isEqualTo("ISSUED");
    }

    private static int partition(String campaign) {
        return service.part(Campaigns.class)
                .find(UUID.fromString(campaign))
                .map(Campaign::partition)
                .orElseThrow();
    }

    /** One user asks until the block of the last record is whole; the last offset of that block. */
    private static long fill(String campaign, int partition) {
        UUID user = service.ids.next();
        RequestLog log = service.part(RequestLog.class);
        long at = log.append(partition, request(campaign, user)).offset();
        int missing = (int) (ProofBlock.SIZE - 1 - at % ProofBlock.SIZE);
        List<CouponRecord> records = IntStream.range(0, missing)
                .<CouponRecord>mapToObj(i -> request(campaign, user))
                .toList();
        List<Position> places = missing == 0 ? List.of() : log.append(partition, records);
        return places.isEmpty() ? at : places.getLast().offset();
    }

    private static IssueRequested request(String campaign, UUID user) {
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
