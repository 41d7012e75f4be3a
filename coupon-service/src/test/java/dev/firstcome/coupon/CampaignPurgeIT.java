package dev.firstcome.coupon;

import static dev.firstcome.coupon.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.CouponService.Answer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The purge of a campaign by an operator, as clients and operators observe it. */
class CampaignPurgeIT {
    private static final Map<String, Object> REASON = Map.of("reason", "a test");

    private static CouponService service;

    @BeforeAll
    static void start() {
        service = CouponService.shared();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void onlyAClosedCampaignIsPurgedAndAPurgeIsIdempotent() {
        String campaign = service.openCampaign(1);
        assertProblem(service.command(campaign, "purge", REASON), 409, "INVALID_STATE");
        assertProblem(service.command(campaign, "purge", Map.of()), 400, "INVALID_FIELD");
        assertProblem(service.command(UUID.randomUUID().toString(), "purge", REASON), 404, "NOT_FOUND");
        service.command(campaign, "close", REASON);

        Answer purged = purge(campaign, "key");

        assertThat(purged.status()).as("%s", purged.body()).isEqualTo(200);
        assertThat(purged.text("state")).isEqualTo("CLOSED");
        assertThat(purge(campaign, "key").status()).as("retry").isEqualTo(200);
        assertThat(purge(campaign, "another").status()).as("another command").isEqualTo(200);
        assertProblem(service.command(campaign, "resume", REASON), 409, "INVALID_STATE");
        assertProblem(
                service.command(campaign, "blocks", Map.of("reason", "a test", "userId", service.ids.next())),
                409,
                "INVALID_STATE");
    }

    @Test
    void afterAPurgeIssuedRequestsKeepTheirStatusAndOthersAreGone() {
        String campaign = service.openCampaign(2);
        UUID kim = service.ids.next();
        UUID lee = service.ids.next();
        service.command(campaign, "blocks", Map.of("reason", "a test", "userId", lee));
        String admission = service.admission(campaign, kim);
        Answer kimsRequest = service.request(campaign, kim, Map.of("X-Admission", admission));
        Answer issued = service.awaitOutcome(kimsRequest, kim);
        Answer leesRequest = service.request(campaign, lee, Map.of("X-Admission", service.admission(campaign, lee)));
        assertThat(service.awaitOutcome(leesRequest, lee).text("reason")).isEqualTo("BLOCKED");
        String coupon = issued.text("couponId");
        service.await(() ->
                service.get("/api/coupons/" + coupon, service.tokens.of(kim)).status() == 200);
        service.command(campaign, "close", REASON);
        assertThat(purge(campaign, "key").status()).isEqualTo(200);

        Answer kimsStatus = service.get(kimsRequest.header("Location"), service.tokens.of(kim));

        assertThat(kimsStatus.text("state")).isEqualTo("ISSUED");
        assertThat(kimsStatus.text("couponId")).isEqualTo(coupon);
        assertThat(kimsStatus.body().path("sequence").asLong()).isEqualTo(1);
        assertProblem(service.get(leesRequest.header("Location"), service.tokens.of(lee)), 410, "PURGED");
        assertStreamReportsPurge(leesRequest.header("Location"), lee);
        assertClosed(campaign, kim, admission, coupon);
    }

    private static void assertStreamReportsPurge(String request, UUID user) {
        try (RequestStreamClient stream = service.streamOf(request, user)) {
            service.await(stream::isComplete);
            assertThat(stream.events()).singleElement().asString().contains("\"state\":\"PURGED\"");
        }
    }

    private static void assertClosed(String campaign, UUID owner, String admission, String coupon) {
        Answer page = service.get("/api/campaigns/" + campaign, null);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text("state")).isEqualTo("CLOSED");
        assertThat(page.body().path("stock").asLong()).isEqualTo(2);
        assertThat(page.body().path("remaining").asLong()).isZero();
        assertProblem(
                service.post(
                        "/api/campaigns/" + campaign + "/admissions",
                        service.tokens.of(service.ids.next()),
                        null,
                        Map.of()),
                409,
                "CLOSED");
        Answer late = service.request(campaign, owner, Map.of("X-Admission", admission));
        assertProblem(late, 409, "CLOSED");
        assertThat(late.text("couponId")).isEqualTo(coupon);
    }

    private static Answer purge(String campaign, String key) {
        return service.post(
                "/ops/campaigns/" + campaign + "/purge", service.operator(), REASON, Map.of("Idempotency-Key", key));
    }
}
