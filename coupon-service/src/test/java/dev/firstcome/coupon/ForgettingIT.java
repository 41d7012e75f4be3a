package dev.firstcome.coupon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.CouponService.Answer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients and operators get from a campaign that is forgotten. */
class ForgettingIT {
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
    void onlyAClosedCampaignIsForgottenAndThatOnce() {
        String campaign = service.openCampaign(1);
        Refused.is(service.commands(campaign, "forget", REASON), 409, "DOES_NOT_FIT");
        Refused.is(service.commands(campaign, "forget", Map.of()), 400, "INVALID_FIELD");
        Refused.is(service.commands(UUID.randomUUID().toString(), "forget", REASON), 404, "NOT_FOUND");
        service.commands(campaign, "close", REASON);

        Answer forgotten = forget(campaign, "key");

        assertThat(forgotten.status()).as("%s", forgotten.body()).isEqualTo(200);
        assertThat(forgotten.text("state")).isEqualTo("CLOSED");
        assertThat(forget(campaign, "key").status()).as("once more").isEqualTo(200);
        assertThat(forget(campaign, "another").status()).as("by somebody else").isEqualTo(200);
        Refused.is(service.commands(campaign, "resume", REASON), 409, "DOES_NOT_FIT");
        Refused.is(
                service.commands(campaign, "blocks", Map.of("reason", "a test", "userId", service.ids.next())),
                409,
                "DOES_NOT_FIT");
    }

    @Test
    void whoHasACouponIsToldSoForEverAndAllOthersThatNothingIsKnownAnyMore() {
        String campaign = service.openCampaign(2);
        UUID kim = service.ids.next();
        UUID lee = service.ids.next();
        service.commands(campaign, "blocks", Map.of("reason", "a test", "userId", lee));
        String admission = service.admission(campaign, kim);
        Answer kimAsks = service.request(campaign, kim, Map.of("X-Admission", admission));
        Answer issued = service.decided(kimAsks, kim);
        Answer leeAsks = service.request(campaign, lee, Map.of("X-Admission", service.admission(campaign, lee)));
        assertThat(service.decided(leeAsks, lee).text("reason")).isEqualTo("BLOCKED");
        String coupon = issued.text("couponId");
        service.await(() ->
                service.get("/api/coupons/" + coupon, service.tokens.of(kim)).status() == 200);
        service.commands(campaign, "close", REASON);

        assertThat(forget(campaign, "key").status()).isEqualTo(200);

        Answer kims = service.get(kimAsks.header("Location"), service.tokens.of(kim));
        assertThat(kims.text("state")).isEqualTo("ISSUED");
        assertThat(kims.text("couponId")).isEqualTo(coupon);
        assertThat(kims.body().path("sequence").asLong()).isEqualTo(1);
        Refused.is(service.get(leeAsks.header("Location"), service.tokens.of(lee)), 410, "FORGOTTEN");
        listensInVain(leeAsks.header("Location"), lee);
        isClosedForAll(campaign, kim, admission, coupon);
    }

    private static void listensInVain(String request, UUID user) {
        try (LineReader reader = service.reads(request, user)) {
            service.await(reader::isComplete);
            assertThat(reader.heard()).singleElement().asString().contains("\"state\":\"FORGOTTEN\"");
        }
    }

    private static void isClosedForAll(String campaign, UUID owner, String admission, String coupon) {
        Answer page = service.get("/api/campaigns/" + campaign, null);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text("state")).isEqualTo("CLOSED");
        assertThat(page.body().path("stock").asLong()).isEqualTo(2);
        assertThat(page.body().path("remaining").asLong()).isZero();
        Refused.is(
                service.post(
                        "/api/campaigns/" + campaign + "/admissions",
                        service.tokens.of(service.ids.next()),
                        null,
                        Map.of()),
                409,
                "CLOSED");
        Answer late = service.request(campaign, owner, Map.of("X-Admission", admission));
        Refused.is(late, 409, "CLOSED");
        assertThat(late.text("couponId")).isEqualTo(coupon);
    }

    private static Answer forget(String campaign, String key) {
        return service.post(
                "/ops/campaigns/" + campaign + "/forget", service.operator(), REASON, Map.of("Idempotency-Key", key));
    }
}
