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

/** The gateway answers each refused call with a problem document with a stable code. A refused call has no effect. */
@CoreSet
@ExtendWith(SharedPlatformExtension.class)
class RefusedCallsScenario {
    private static final String PROBLEM = "application/problem+json";

    /** A refused call with its expected status and problem code. */
    private record Refusal(String description, Call call, int status, String code) {}

    @Test
    void everyRefusedCallReturnsAProblemDocumentAndHasNoEffect(SharedPlatform shop) throws Exception {
        try (CouponTopics topics = new CouponTopics(shop.description().kafka());
                ShopperGroup group = shop.signUpShoppers(2, Seeds.one());
                GatewayClient client =
                        new GatewayClient(URI.create(shop.description().gatewayUrl()), 2)) {
            UUID campaign = shop.createCampaign(Duration.ofMinutes(30), "refused calls", 10);
            shop.awaitQuiescence();
            long before = topics.requestCount();
            Shopper shopper = group.shopper(0);
            SoftAssertions assertions = new SoftAssertions();

            for (Refusal refusal : refusalsWithoutToken(campaign)) {
                check(assertions, refusal, client.send(refusal.call()));
            }
            for (Refusal refusal : refusalsOfAShopper(campaign)) {
                check(assertions, refusal, shopper.sendWithRetry(refusal.call()));
            }
            for (Refusal refusal : refusalsOfTheOperator()) {
                check(assertions, refusal, shop.operator().sendWithRetry(refusal.call()));
            }

            assertions.assertAll();
            assertThat(topics.requestCount()).as("records in the log").isEqualTo(before);
            assertThat(shopper.sendWithRetry(Call.get("/api/coupons"))
                            .body()
                            .path("items")
                            .size())
                    .isZero();
        }
    }

    private static void check(SoftAssertions assertions, Refusal refusal, Answer answer) {
        assertions
                .assertThat(answer.status())
                .as(refusal.description() + ": status of " + answer)
                .isEqualTo(refusal.status());
        assertions
                .assertThat(answer.code())
                .as(refusal.description() + ": code")
                .isEqualTo(refusal.code());
        assertions
                .assertThat(answer.contentType())
                .as(refusal.description() + ": content type")
                .isEqualTo(PROBLEM);
        assertions
                .assertThat(answer.text("type"))
                .as(refusal.description() + ": type")
                .isEqualTo("urn:problem:" + refusal.code());
    }

    private static List<Refusal> refusalsWithoutToken(UUID campaign) {
        Map<String, Object> account = Map.of("email", "not-an-address", "password", "long enough", "name", "x");
        return List.of(
                new Refusal("no token", Call.post(requests(campaign)), 401, "UNAUTHENTICATED"),
                new Refusal(
                        "a malformed token",
                        Call.get("/api/coupons").header("Authorization", "Bearer a.b.c"),
                        401,
                        "UNAUTHENTICATED"),
                new Refusal(
                        "an internal user header",
                        Call.get("/api/coupons")
                                .header("X-User-Id", UUID.randomUUID().toString()),
                        401,
                        "UNAUTHENTICATED"),
                new Refusal("an invalid e-mail address", Call.post("/api/users").body(account), 400, "INVALID_FIELD"),
                new Refusal("broken JSON", Call.post("/api/users").body("{\"email\":"), 400, "BAD_REQUEST"),
                new Refusal(
                        "a wrong password",
                        Call.post("/api/sessions").body(Map.of("email", "a@example.com", "password", "not this one")),
                        401,
                        "BAD_CREDENTIALS"),
                new Refusal(
                        "an invalid receipt",
                        Call.post("/api/receipts/verify").body(Map.of("receipt", "fcr1.{x}.")),
                        400,
                        "INVALID_FIELD"),
                new Refusal(
                        "proofs of an unknown campaign",
                        Call.get("/api/campaigns/" + UUID.randomUUID() + "/proof"),
                        404,
                        "NOT_FOUND"),
                new Refusal(
                        "proofs from a negative offset",
                        Call.get("/api/campaigns/" + campaign + "/proof?from=-1"),
                        400,
                        "INVALID_FIELD"),
                new Refusal("a campaign without token", Call.post("/ops/campaigns"), 401, "UNAUTHENTICATED"));
    }

    private static List<Refusal> refusalsOfAShopper(UUID campaign) {
        UUID unknown = UUID.randomUUID();
        return List.of(
                new Refusal("no admission", Call.post(requests(campaign)), 403, "ADMISSION_INVALID"),
                new Refusal(
                        "a malformed admission",
                        Call.post(requests(campaign)).header("X-Admission", "AAAA"),
                        403,
                        "ADMISSION_INVALID"),
                new Refusal(
                        "an unknown campaign",
                        Call.post("/api/campaigns/" + unknown + "/admissions"),
                        404,
                        "NOT_FOUND"),
                new Refusal("an invalid campaign id", Call.post(requests("x%7By%7D")), 400, "BAD_REQUEST"),
                new Refusal(
                        "a guessed request id", Call.get(requests(campaign) + "/" + "A".repeat(24)), 404, "NOT_FOUND"),
                new Refusal("an unknown path", Call.get("/api/nothing/here"), 404, "NOT_FOUND"),
                new Refusal("an internal path", Call.get("/internal/anything"), 404, "NOT_FOUND"),
                new Refusal("an operator's call", Call.post("/ops/campaigns").body(plan().body()), 403, "FORBIDDEN"),
                new Refusal(
                        "an operator's command",
                        Call.post("/ops/campaigns/" + campaign + "/pause").body(Map.of("reason", "mine")),
                        403,
                        "FORBIDDEN"));
    }

    private static List<Refusal> refusalsOfTheOperator() {
        return List.of(
                new Refusal("a stock of zero", campaign("stock", 0), 400, "INVALID_FIELD"),
                new Refusal("a negative stock", campaign("stock", -1), 400, "INVALID_FIELD"),
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
        return CampaignPlan.opensAfter(Duration.ofMinutes(30), "must not be created", 10);
    }

    private static String requests(Object campaign) {
        return "/api/campaigns/" + campaign + "/requests";
    }
}
