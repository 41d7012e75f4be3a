package dev.firstcome.coupon;

import static dev.firstcome.coupon.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.CouponService.Answer;
import dev.firstcome.coupon.admission.ChallengesTests;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The HTTP API of coupon-service for clients and operators, with real Kafka, Redis and Postgres. */
class CouponServiceIT {
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
    void aRequestBecomesACouponInTheWallet() {
        String campaign = service.openCampaign(3);
        UUID kim = service.ids.next();

        Answer issued = service.outcome(campaign, kim);

        assertThat(issued.text("state")).isEqualTo("ISSUED");
        assertThat(issued.body().path("sequence").asLong()).isEqualTo(1);
        String path = "/api/coupons/" + issued.text("couponId");
        Answer coupon =
                service.await(() -> service.get(path, service.tokens.of(kim)), answer -> answer.status() == 200);
        assertThat(coupon.text("state")).isEqualTo("AVAILABLE");
        assertThat(coupon.text("campaignId")).isEqualTo(campaign);
        assertThat(coupon.text("code")).matches("[0-9A-Z]{16}");
        assertThat(Instant.parse(coupon.text("expiresAt")))
                .isEqualTo(Instant.parse(coupon.text("issuedAt")).plus(Duration.ofDays(30)));
        Answer wallet = service.get("/api/coupons", service.tokens.of(kim));
        assertThat(wallet.body().path("items").size()).isEqualTo(1);
        assertThat(service.get("/api/coupons?limit=1", service.tokens.of(kim))
                        .body()
                        .path("nextCursor")
                        .isNull())
                .as("the last page is full and has no next cursor")
                .isTrue();
    }

    @Test
    void aSecondRequestIsADuplicateOfTheFirstCoupon() {
        String campaign = service.openCampaign(3);
        UUID kim = service.ids.next();
        Answer first = service.outcome(campaign, kim);

        Answer second = service.outcome(campaign, kim);

        assertThat(second.text("state")).isEqualTo("REJECTED");
        assertThat(second.text("reason")).isEqualTo("DUPLICATE");
        assertThat(second.text("couponId")).isEqualTo(first.text("couponId"));
    }

    @Test
    void withALimitOfTwoEachKeyGetsOneCouponAndTheThirdIsADuplicate() {
        String campaign = service.openCampaign(9, Map.of("perUserLimit", 2));
        UUID kim = service.ids.next();

        Answer first = service.outcome(campaign, kim, "first");
        Answer repeated = service.outcome(campaign, kim, "first");
        Answer second = service.outcome(campaign, kim, "second");
        Answer third = service.outcome(campaign, kim, "third");

        assertThat(first.text("state")).isEqualTo("ISSUED");
        assertThat(repeated.text("couponId")).isEqualTo(first.text("couponId"));
        assertThat(second.text("state")).isEqualTo("ISSUED");
        assertThat(third.text("reason")).isEqualTo("DUPLICATE");
        assertThat(third.text("couponId")).isEqualTo(second.text("couponId"));
        service.await(() -> service.get("/api/coupons", service.tokens.of(kim))
                        .body()
                        .path("items")
                        .size()
                == 2);
    }

    @Test
    void segmentsAreCheckedAtAdmissionAndAtTheDecision() {
        String campaign = service.openCampaign(5, Map.of("segments", List.of("vip", "staff")));
        UUID kim = service.ids.next();
        UUID lee = service.ids.next();
        String admissions = "/api/campaigns/" + campaign + "/admissions";
        String kimsToken = service.tokens.inSegments(kim, "new", "vip");
        assertProblem(service.post(admissions, service.tokens.of(lee), null, Map.of()), 403, "NOT_ELIGIBLE");
        assertProblem(
                service.post(admissions, service.tokens.inSegments(lee, "new"), null, Map.of()), 403, "NOT_ELIGIBLE");

        Answer admitted = service.post(admissions, kimsToken, null, Map.of());
        Map<String, String> admission = Map.of("X-Admission", admitted.text("admission"));
        String requests = "/api/campaigns/" + campaign + "/requests";
        Answer withoutSegment =
                service.awaitOutcome(service.post(requests, service.tokens.of(kim), null, admission), kim);
        Answer withSegment = service.awaitOutcome(service.post(requests, kimsToken, null, admission), kim);

        assertThat(withoutSegment.text("reason")).isEqualTo("NOT_ELIGIBLE");
        assertThat(withSegment.text("state")).isEqualTo("ISSUED");
    }

    @Test
    void anOperatorCanRequireAChallengeBeforeAdmissions() {
        String campaign = service.openCampaign(3);
        UUID kim = service.ids.next();
        String path = "/api/campaigns/" + campaign;
        String token = service.tokens.of(kim);
        String level = "/ops/campaigns/" + campaign + "/challenge";
        Map<String, Object> bits = Map.of("bits", 8, "reason", "fake clients");
        assertThat(service.get(path + "/challenge", token).body().path("bits").asInt())
                .isZero();
        assertProblem(service.call("PUT", level, token, bits, Map.of()), 403, "FORBIDDEN");
        Map<String, Object> tooHard = Map.of("bits", 27, "reason", "fake clients");
        assertProblem(service.call("PUT", level, service.operator(), tooHard, Map.of()), 400, "INVALID_FIELD");

        Answer set = service.call("PUT", level, service.operator(), bits, Map.of());

        assertThat(set.status()).as(set.toString()).isEqualTo(200);
        assertProblem(service.post(path + "/admissions", token, null, Map.of()), 403, "CHALLENGE_UNSOLVED");
        Answer challenge = service.get(path + "/challenge", token);
        String text = challenge.text("challenge");
        assertThat(challenge.body().path("bits").asInt()).isEqualTo(8);
        Map<String, Object> solved = Map.of("challenge", text, "nonce", ChallengesTests.nonce(text, 8));
        assertProblem(
                service.post(path + "/admissions", service.tokens.of(service.ids.next()), solved, Map.of()),
                403,
                "CHALLENGE_UNSOLVED");
        Answer admitted = service.post(path + "/admissions", token, solved, Map.of());
        assertThat(admitted.text("admission")).isNotEmpty();
    }

    @Test
    void aDrawRequiresItsStartAndPublishesOnlyTheHashOfItsSeed() {
        Map<String, Object> body = new HashMap<>(service.campaignBody(5, Duration.ofHours(1)));
        body.put("mode", "DRAW");
        assertProblem(service.post("/ops/campaigns", service.operator(), body, Map.of()), 400, "INVALID_FIELD");
        body.put("drawFrom", body.get("opensAt"));
        assertProblem(service.post("/ops/campaigns", service.operator(), body, Map.of()), 400, "INVALID_FIELD");
        body.put("drawFrom", Instant.now().minusSeconds(1).toString());

        Answer created = service.post("/ops/campaigns", service.operator(), body, Map.of());

        assertThat(created.status()).as("%s", created.body()).isEqualTo(201);
        Answer campaign = service.get("/api/campaigns/" + created.text("campaignId"), null);
        assertThat(campaign.body().path("draw").path("seedHash").asString()).matches("[0-9a-f]{64}");
        assertThat(campaign.body().path("draw").has("seed")).isFalse();
        UUID kim = service.ids.next();
        Answer ticket = service.outcome(created.text("campaignId"), kim);
        assertThat(ticket.text("state")).isEqualTo("DEFERRED");
        assertThat(ticket.text("resumesAt")).isEqualTo(campaign.text("opensAt"));
        assertThat(ticket.body().has("position")).isFalse();
    }

    @Test
    void addedStockIsIssuedAndABlockedUserIsRejected() {
        String campaign = service.openCampaign(1);
        UUID blocked = service.ids.next();
        service.outcome(campaign, service.ids.next());
        Answer block = service.command(campaign, "blocks", Map.of("reason", "a test", "userId", blocked));
        assertThat(block.status()).as(block.toString()).isEqualTo(200);

        Answer more = service.command(campaign, "stock", Map.of("reason", "a test", "amount", 1));

        assertThat(more.status()).as(more.toString()).isEqualTo(200);
        assertThat(more.body().path("stock").asLong()).isEqualTo(2);
        assertThat(more.body().path("remaining").asLong()).isEqualTo(1);
        assertThat(service.outcome(campaign, blocked).text("reason")).isEqualTo("BLOCKED");
        assertThat(service.outcome(campaign, service.ids.next())
                        .body()
                        .path("sequence")
                        .asLong())
                .isEqualTo(2);
    }

    @Test
    void commandsToAClosedCampaignAreRejectedWithoutARecord() {
        String campaign = service.openCampaign(1);
        Answer closed = service.command(campaign, "close", Map.of("reason", "a test"));
        assertThat(closed.text("state")).isEqualTo("CLOSED");
        long before = logEnd();

        for (String command : List.of("pause", "resume", "close", "stock")) {
            Answer rejected = service.command(campaign, command, Map.of("reason", "a test", "amount", 1));
            assertProblem(rejected, 409, "INVALID_STATE");
        }
        assertThat(logEnd()).isEqualTo(before);
    }

    @Test
    void theIntakeRejectsRequestsAfterTheStockIsSoldOut() {
        String campaign = service.openCampaign(2);
        List<UUID> users =
                IntStream.range(0, 5).mapToObj(i -> service.ids.next()).toList();
        Set<Long> sequences = new HashSet<>();
        for (UUID user : users.subList(0, 2)) {
            sequences.add(
                    service.outcome(campaign, user).body().path("sequence").asLong());
        }
        assertThat(sequences).containsExactlyInAnyOrder(1L, 2L);

        Answer late = service.await(
                () -> service.request(
                        campaign, users.get(3), Map.of("X-Admission", service.admission(campaign, users.get(3)))),
                answer -> answer.status() == 409);
        assertThat(late.code()).isEqualTo("SOLD_OUT");
        assertThat(late.body().has("couponId")).isFalse();
        Answer holder = service.request(
                campaign, users.get(0), Map.of("X-Admission", service.admission(campaign, users.get(0))));
        assertThat(holder.code()).isEqualTo("SOLD_OUT");
        assertThat(holder.text("couponId")).isNotEmpty();
        assertThat(service.get("/api/campaigns/" + campaign, null).text("state"))
                .isEqualTo("SOLD_OUT");
    }

    @Test
    void anAdmissionBeforeTheOpeningReturnsTheOpeningTime() {
        Answer scheduled = service.scheduleCampaign(5, Duration.ofHours(1));
        String campaign = scheduled.text("campaignId");
        UUID kim = service.ids.next();

        Answer rejected =
                service.post("/api/campaigns/" + campaign + "/admissions", service.tokens.of(kim), null, Map.of());

        assertThat(rejected.status()).isEqualTo(409);
        assertThat(rejected.code()).isEqualTo("NOT_OPEN");
        assertThat(Instant.parse(rejected.text("opensAt"))).isEqualTo(Instant.parse(scheduled.text("opensAt")));
    }

    @Test
    void aRepeatedCreationReturnsTheSameCampaign() {
        String operator = service.operator();
        Map<String, Object> body = service.campaignBody(5, Duration.ofHours(1));
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());

        Answer first = service.post("/ops/campaigns", operator, body, key);
        Answer second = service.post("/ops/campaigns", operator, body, key);
        Map<String, Object> otherBody = new HashMap<>(body);
        otherBody.put("stock", 6);
        Answer other = service.post("/ops/campaigns", operator, otherBody, key);

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.text("campaignId")).isEqualTo(first.text("campaignId"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("IDEMPOTENCY_MISMATCH");
    }

    @Test
    void campaignsOfAllShardsAreListedPageByPage() {
        Set<String> created = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            created.add(service.scheduleCampaign(5, Duration.ofHours(1)).text("campaignId"));
        }
        Set<String> seen = new HashSet<>();
        String cursor = "";
        for (int pages = 0; pages < 1_000 && !seen.containsAll(created); pages++) {
            Answer page = service.get("/api/campaigns?limit=2" + cursor, null);
            page.body()
                    .path("items")
                    .forEach(item -> seen.add(item.path("campaignId").asString()));
            cursor = "&cursor=" + page.text("nextCursor");
        }
        assertThat(seen).containsAll(created);
    }

    @Test
    void rejectedRequestsReturnProblemDocumentsAndLeaveNoRecord() {
        String campaign = service.openCampaign(5);
        UUID kim = service.ids.next();
        UUID lee = service.ids.next();
        String requests = "/api/campaigns/" + campaign + "/requests";
        String admission = service.admission(campaign, kim);
        String requestId = service.outcome(campaign, kim).text("requestId");
        long before = logEnd();

        assertProblem(service.post(requests, null, null, Map.of()), 401, "UNAUTHENTICATED");
        assertProblem(service.post(requests, service.tokens.forged(kim), null, Map.of()), 401, "UNAUTHENTICATED");
        assertProblem(service.post(requests, service.tokens.expired(kim), null, Map.of()), 401, "UNAUTHENTICATED");
        assertProblem(service.request(campaign, kim, Map.of()), 403, "ADMISSION_INVALID");
        assertProblem(service.request(campaign, lee, Map.of("X-Admission", admission)), 403, "ADMISSION_INVALID");
        assertProblem(
                service.request(campaign, kim, Map.of("X-Admission", "x".repeat(2_000))), 403, "ADMISSION_INVALID");
        assertProblem(
                service.request(campaign, kim, Map.of("X-Admission", admission, "Idempotency-Key", "a b")),
                400,
                "INVALID_FIELD");
        assertProblem(
                service.request(UUID.randomUUID().toString(), kim, Map.of("X-Admission", admission)), 404, "NOT_FOUND");
        assertProblem(service.request("%7Bp0%7D", kim, Map.of("X-Admission", admission)), 400, "BAD_REQUEST");
        assertProblem(service.request("1-1-1-1-1", kim, Map.of("X-Admission", admission)), 400, "BAD_REQUEST");
        assertProblem(service.get(requests + "/" + requestId, service.tokens.of(lee)), 404, "NOT_FOUND");
        assertProblem(service.get(requests + "/AAAAAAAAAAAAAAAAAAAAAAAA", service.tokens.of(kim)), 404, "NOT_FOUND");
        assertProblem(service.get("/api/coupons/" + UUID.randomUUID(), service.tokens.of(kim)), 404, "NOT_FOUND");
        assertProblem(service.get("/api/coupons?limit=0", service.tokens.of(kim)), 400, "INVALID_FIELD");

        assertThat(logEnd()).isEqualTo(before);
    }

    @Test
    void invalidCampaignsAreRejectedWithoutARecord() {
        long before = logEnd();
        Map<String, Object> valid = service.campaignBody(5, Duration.ofHours(1));

        assertProblem(
                service.post("/ops/campaigns", service.tokens.of(service.ids.next()), valid, Map.of()),
                403,
                "FORBIDDEN");
        for (Map.Entry<String, Object> invalid : Map.<String, Object>of(
                        "stock",
                        0,
                        "perUserLimit",
                        101,
                        "mode",
                        "LOTTERY",
                        "drawFrom",
                        "2020-01-01T00:00:00Z",
                        "segments",
                        List.of("V I P"),
                        "closesAt",
                        "2020-01-01T00:00:00Z",
                        "discount",
                        Map.of("type", "PERCENT", "percent", 101),
                        "validityDays",
                        -1,
                        "reason",
                        " ",
                        "name",
                        "a\nb")
                .entrySet()) {
            Map<String, Object> body = new HashMap<>(valid);
            body.put(invalid.getKey(), invalid.getValue());
            assertProblem(service.post("/ops/campaigns", service.operator(), body, Map.of()), 400, "INVALID_FIELD");
        }
        assertProblem(service.post("/ops/campaigns", service.operator(), "{", Map.of()), 400, "BAD_REQUEST");

        assertThat(logEnd()).isEqualTo(before);
    }

    @Test
    void problemsAreLocalized() {
        String path = "/api/coupons/" + UUID.randomUUID();
        String token = service.tokens.of(service.ids.next());

        assertThat(service.call("GET", path, token, null, Map.of("Accept-Language", "ko"))
                        .text("detail"))
                .isEqualTo("요청하신 것을 찾을 수 없습니다.");
        assertThat(service.call("GET", path, token, null, Map.of("Accept-Language", "fr"))
                        .text("detail"))
                .isEqualTo("The requested resource was not found.");
    }

    private static long logEnd() {
        return TopicOffsets.endSum(Topics.COUPON_REQUESTS);
    }
}
