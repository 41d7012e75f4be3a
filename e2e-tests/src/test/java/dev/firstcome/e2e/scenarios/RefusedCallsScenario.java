package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.CampaignPlan;
import dev.firstcome.e2e.load.GatewayClient;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.model.random.Seeds;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is refused at the door: each time a problem document with a stable code, and nothing has changed. */
@ExtendWith(SharedPlatformExtension.class)
class RefusedCallsScenario {
    private static final String PROBLEM = "application/problem+json";

    /** One refused call and what it must be answered. */
    private record Refusal(String what, Call call, int status, String code) {}

    @Test
    void everyRefusedCallIsAProblemDocumentWithoutEffect(SharedPlatform shop) throws Exception {
        try (CouponTopics topics = new CouponTopics(shop.description().kafka());
                ShopperGroup crowd = shop.crowd(2, Seeds.one());
                GatewayClient door =
                        new GatewayClient(URI.create(shop.description().gatewayUrl()), 2)) {
            UUID campaign = shop.opensCampaign(Duration.ofMinutes(30), "refused calls", 10);
            shop.becomesQuiet();
            long before = topics.requests();
            Shopper shopper = crowd.shopper(0);
            SoftAssertions all = new SoftAssertions();

            for (Refusal refusal : withoutToken(campaign)) {
                check(all, refusal, door.send(refusal.call()));
            }
            for (Refusal refusal : ofAShopper(campaign)) {
                check(all, refusal, shopper.answered(refusal.call()));
            }
            for (Refusal refusal : ofTheOperator()) {
                check(all, refusal, shop.operator().answered(refusal.call()));
            }

            all.assertAll();
            assertThat(topics.requests()).as("records in the log").isEqualTo(before);
            assertThat(shopper.answered(Call.get("/api/coupons"))
                            .body()
                            .path("items")
                            .size())
                    .isZero();
        }
    }

    private static void check(SoftAssertions all, Refusal refusal, Answer answer) {
        all.assertThat(answer.status())
                .as(refusal.what() + ": status of " + answer)
                .isEqualTo(refusal.status());
        all.assertThat(answer.code()).as(refusal.what() + ": code").isEqualTo(refusal.code());
        all.assertThat(answer.contentType()).as(refusal.what() + ": form").isEqualTo(PROBLEM);
        all.assertThat(answer.text("type")).as(refusal.what() + ": type").isEqualTo("urn:problem:" + refusal.code());
    }

    private static List<Refusal> withoutToken(UUID campaign) {
        Map<String, Object> account = Map.of("email", "nobody", "password", "long enough", "name", "x");
        return List.of(
                new Refusal("no token", Call.post(requests(campaign)), 401, "UNAUTHENTICATED"),
                new Refusal(
                        "a made-up token",
                        Call.get("/api/coupons").header("Authorization", "Bearer a.b.c"),
                        401,
                        "UNAUTHENTICATED"),
                new Refusal(
                        "the header that services trust",
                        Call.get("/api/coupons")
                                .header("X-User-Id", UUID.randomUUID().toString()),
                        401,
                        "UNAUTHENTICATED"),
                new Refusal("an e-mail that is none", Call.post("/api/users").body(account), 400, "INVALID_FIELD"),
                new Refusal("broken JSON", Call.post("/api/users").body("{\"email\":"), 400, "BAD_REQUEST"),
                new Refusal(
                        "a wrong password",
                        Call.post("/api/sessions").body(Map.of("email", "a@example.com", "password", "not this one")),
                        401,
                        "BAD_CREDENTIALS"),
                new Refusal(
                        "what is no receipt",
                        Call.post("/api/receipts/verify").body(Map.of("receipt", "fcr1.{x}.")),
                        400,
                        "INVALID_FIELD"),
                new Refusal(
                        "proofs of an unknown campaign",
                        Call.get("/api/campaigns/" + UUID.randomUUID() + "/proof"),
                        404,
                        "NOT_FOUND"),
                new Refusal(
                        "proofs from nowhere",
                        Call.get("/api/campaigns/" + campaign + "/proof?from=-1"),
                        400,
                        "INVALID_FIELD"),
                new Refusal("a campaign without token", Call.post("/ops/campaigns"), 401, "UNAUTHENTICATED"));
    }

    private static List<Refusal> ofAShopper(UUID campaign) {
        UUID unknown = UUID.randomUUID();
        return List.of(
                new Refusal("no admission", Call.post(requests(campaign)), 403, "ADMISSION_INVALID"),
                new Refusal(
                        "a made-up admission",
                        Call.post(requests(campaign)).header("X-Admission", "AAAA"),
                        403,
                        "ADMISSION_INVALID"),
                new Refusal(
                        "an unknown campaign",
                        Call.post("/api/campaigns/" + unknown + "/admissions"),
                        404,
                        "NOT_FOUND"),
                new Refusal("a campaign id that is none", Call.post(requests("x%7By%7D")), 400, "BAD_REQUEST"),
                new Refusal("a guessed request", Call.get(requests(campaign) + "/" + "A".repeat(24)), 404, "NOT_FOUND"),
                new Refusal("no such address", Call.get("/api/nothing/here"), 404, "NOT_FOUND"),
                new Refusal("an internal address", Call.get("/internal/anything"), 404, "NOT_FOUND"),
                new Refusal("an operator's call", Call.post("/ops/campaigns").body(plan().body()), 403, "FORBIDDEN"),
                new Refusal(
                        "an operator's command",
                        Call.post("/ops/campaigns/" + campaign + "/pause").body(Map.of("reason", "mine")),
                        403,
                        "FORBIDDEN"));
    }

    private static List<Refusal> ofTheOperator() {
        return List.of(
                new Refusal("a stock of none", campaign("stock", 0), 400, "INVALID_FIELD"),
                new Refusal("a stock below none", campaign("stock", -1), 400, "INVALID_FIELD"),
                new Refusal("too many coupons per user", campaign("perUserLimit", 101), 400, "INVALID_FIELD"),
                new Refusal("a draw", campaign("mode", "DRAW"), 400, "INVALID_FIELD"),
                new Refusal("segments", campaign("segments", List.of("VIP")), 400, "INVALID_FIELD"),
                new Refusal("no reason", campaign("reason", ""), 400, "INVALID_FIELD"),
                new Refusal(
                        "a close before the opening",
                        campaign("closesAt", "2020-01-01T00:00:00Z"),
                        400,
                        "INVALID_FIELD"));
    }

    private static Call campaign(String field, Object value) {
        Map<String, Object> body = plan().body();
        body.put(field, value);
        return Call.post("/ops/campaigns").body(body);
    }

    private static CampaignPlan plan() {
        return CampaignPlan.opensAfter(Duration.ofMinutes(30), "must not be made", 10);
    }

    private static String requests(Object campaign) {
        return "/api/campaigns/" + campaign + "/requests";
    }
}
