package dev.firstcome.coupon;

import static dev.firstcome.coupon.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import dev.firstcome.coupon.CouponService.Answer;
import dev.firstcome.coupon.intake.RequestIds;
import dev.firstcome.coupon.log.LogPosition;
import dev.firstcome.testsupport.StallRetry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Rebuilds of the state from the log. After a stall, a test is repeated with another campaign: the rebuild may have
 * timed out, or results may have been published more than once.
 */
class RebuildIT {
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
    void aConsistentCampaignHasNoDifferences() {
        StallRetry.run(this::aConsistentCampaignIsVerified);
    }

    private void aConsistentCampaignIsVerified() {
        String campaign = service.openCampaignInCompleteLog(2);
        List<Answer> requests = queued(campaign, 4, service.ids.next());
        assertThat(requests).extracting(answer -> answer.text("state")).contains("ISSUED", "REJECTED");
        UUID lee = service.ids.next();
        service.post(path(campaign) + "/grants", service.operator(), grant(lee), Map.of());
        assertProblem(audit(campaign), 409, "NOT_VERIFIED");

        JsonNode verified = rebuilt(campaign, Map.of("mode", "VERIFY"));

        assertThat(verified.path("state").asString())
                .as(verified.toPrettyString())
                .isEqualTo("DONE");
        assertThat(verified.path("differenceCount").asLong(-1)).isZero();
        assertThat(verified.path("resultsCompared").asLong()).isEqualTo(5);
        assertThat(verified.path("recordsDone").asLong()).isGreaterThan(6);
        assertThat(verified.path("coupons").path("compared").asLong()).isGreaterThanOrEqualTo(3);
        assertThat(verified.path("coupons").path("missing").asLong(-1)).isZero();
        assertThat(verified.path("coupons").path("other").asLong(-1)).isZero();
        assertThat(verified.path("liveState").path("equal").asBoolean()).isTrue();
        assertThat(verified.path("liveState").path("compared").asLong()).isGreaterThan(10);
        JsonNode audit = audit(campaign).body();
        assertThat(audit.path("outcomes").toString()).isEqualTo("{\"GRANTED\":1,\"ISSUED\":2,\"SOLD_OUT\":2}");
        assertThat(isConsistent(audit)).as(audit.toPrettyString()).isTrue();
        assertThat(audit.path("equal").toString()).isEqualTo("{\"redis\":true,\"results\":true,\"wallets\":true}");
        assertThat(audit.path("position")).isEqualTo(verified.path("liveState").path("position"));
        assertThat(audit.path("through").asLong())
                .isLessThanOrEqualTo(audit.path("position").asLong());
        assertThat(audit.path("rebuildId")).isEqualTo(verified.path("rebuildId"));
    }

    @Test
    void aCorruptedLiveStateIsDetectedAndReplaced() {
        StallRetry.run(this::aCorruptedCampaignIsRebuilt);
    }

    private void aCorruptedCampaignIsRebuilt() {
        String campaign = service.openCampaignInCompleteLog(5);
        UUID kim = service.ids.next();
        assertThat(service.outcome(campaign, kim).text("state")).isEqualTo("ISSUED");
        RedisCorruption.removeHolder(campaign, kim);

        JsonNode corrupted = rebuilt(campaign, Map.of("mode", "VERIFY"));
        assertThat(corrupted.path("liveState").path("equal").asBoolean(true)).isFalse();
        assertThat(corrupted.path("liveState").path("samples").toString()).contains("holders:" + campaign + " " + kim);
        JsonNode swapped = rebuilt(campaign, Map.of("mode", "SWAP"));

        assertThat(swapped.path("state").asString())
                .as(swapped.toPrettyString())
                .isEqualTo("DONE");
        assertThat(swapped.path("liveState").path("epoch").asLong()).isPositive();
        JsonNode repaired = rebuilt(campaign, Map.of("mode", "VERIFY"));
        assertThat(repaired.path("liveState").path("equal").asBoolean())
                .as(repaired.toPrettyString())
                .isTrue();
        assertThat(service.outcome(campaign, kim).text("reason")).isEqualTo("DUPLICATE");
        assertThat(service.outcome(campaign, service.ids.next()).text("sequence"))
                .isEqualTo("2");
    }

    @Test
    void usersWithContradictingResultsAreListedAndGrantedAndTheLiveStateRemains() throws Exception {
        StallRetry.run(this::wrongResultsAreListed);
    }

    private void wrongResultsAreListed() throws Exception {
        String campaign = service.openCampaignInCompleteLog(1);
        UUID kim = service.ids.next();
        UUID lee = service.ids.next();
        List<Answer> requests = queued(campaign, 2, kim, lee);
        try (TestResultProducer results = new TestResultProducer()) {
            LogPosition first = positionOf(requests.get(0), campaign, kim);
            LogPosition second = positionOf(requests.get(1), campaign, lee);
            UUID id = UUID.fromString(campaign);
            Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
            results.send(
                    new RequestRejected(first.partition(), first.offset(), id, kim, RejectReason.SOLD_OUT, null, now));
            results.send(new CouponIssued(second.partition(), second.offset(), id, lee, UUID.randomUUID(), 77, 1, now));
        }

        awaitWalletSize(lee, 1);
        JsonNode verified = rebuilt(campaign, Map.of("mode", "VERIFY"));
        assertThat(verified.path("gained").asLong())
                .as(verified.toPrettyString())
                .isEqualTo(1);
        assertThat(verified.path("lost").asLong()).isEqualTo(1);
        assertAuditFindsTwoRepeatedResults(campaign);
        assertThat(differences(campaign, verified))
                .containsExactlyInAnyOrder(
                        kim + " GAINED {\"outcome\":\"SOLD_OUT\"} {\"outcome\":\"ISSUED\",\"sequence\":1}",
                        lee + " LOST {\"outcome\":\"ISSUED\",\"sequence\":77} {\"outcome\":\"SOLD_OUT\"}");
        JsonNode rejected = rebuilt(campaign, Map.of("mode", "SWAP"));
        assertContradictsResults(rejected, campaign);

        Map<String, Object> grant =
                Map.of("rebuildId", verified.path("rebuildId").asString(), "reason", "a test");
        Answer granted = service.post(path(campaign) + "/grants", service.operator(), grant, Map.of());
        Answer repeated = service.post(path(campaign) + "/grants", service.operator(), grant, Map.of());

        assertThat(granted.body().path("counts").toString()).isEqualTo("{\"DONE\":1}");
        assertThat(repeated.body().path("counts").toString()).isEqualTo("{\"REPEATED\":1}");
        awaitWalletSize(kim, 2);
    }

    private static void awaitWalletSize(UUID user, int coupons) {
        service.await(() -> service.get("/api/coupons", service.tokens.of(user))
                        .body()
                        .path("items")
                        .size()
                == coupons);
    }

    private static void assertContradictsResults(JsonNode rejected, String campaign) {
        assertThat(rejected.path("state").asString()).isEqualTo("FAILED");
        assertThat(rejected.path("failure").asString()).isEqualTo("CONTRADICTS_RESULTS");
        assertThat(audit(campaign).text("failure")).isEqualTo("CONTRADICTS_RESULTS");
        assertThat(rejected.path("liveState").has("epoch")).isFalse();
    }

    private static void assertAuditFindsTwoRepeatedResults(String campaign) {
        JsonNode audit = audit(campaign).body();
        assertThat(audit.path("differences").asLong()).isEqualTo(2);
        assertThat(audit.path("repeated").asLong()).isEqualTo(2);
        assertThat(audit.path("equal").path("results").asBoolean(true)).isFalse();
        assertThat(audit.path("equal").path("wallets").asBoolean(true)).isFalse();
    }

    @Test
    void otherTermsListTheUsersWhoWouldHaveGotACoupon() {
        StallRetry.run(this::otherTermsAreEvaluated);
    }

    private void otherTermsAreEvaluated() {
        String campaign = service.openCampaignInCompleteLog(1);
        UUID kim = service.ids.next();
        UUID lee = service.ids.next();
        UUID park = service.ids.next();
        queued(campaign, 3, kim, lee, park);

        JsonNode more = rebuilt(campaign, Map.of("mode", "WHAT_IF", "stock", 2));
        assertProblem(audit(campaign), 409, "NOT_VERIFIED");
        assertThat(differences(campaign, more))
                .containsExactly(lee + " GAINED {\"outcome\":\"SOLD_OUT\"} {\"outcome\":\"ISSUED\",\"sequence\":2}");
        JsonNode unknown = rebuilt(campaign, Map.of("mode", "WHAT_IF", "rules", 99));
        assertThat(unknown.path("failure").asString()).isEqualTo("UNKNOWN_RULES");
        assertThat(rebuilt(campaign, Map.of("mode", "VERIFY"))
                        .path("differenceCount")
                        .asLong(-1))
                .as("nothing has changed")
                .isZero();
        String lines = service.call(
                        "GET",
                        path(campaign) + "/rebuilds/" + more.path("rebuildId").asString() + "/differences",
                        service.operator(),
                        null,
                        Map.of("Accept", "text/csv"))
                .response()
                .body();
        assertThat(lines.lines()).hasSize(2).last().asString().contains(lee + ",", ",GAINED,SOLD_OUT,0,ISSUED,2");
    }

    @Test
    void aPreviewCountsTheAffectedRecordsAndStartsNothing() {
        String campaign = service.openCampaignInCompleteLog(1);
        service.outcome(campaign, service.ids.next());

        Answer preview = service.post(path(campaign) + "/rebuilds/preview", service.operator(), null, Map.of());

        assertThat(preview.body().path("records").asLong()).isGreaterThanOrEqualTo(3);
        assertThat(preview.body().path("campaigns").asLong()).isPositive();
        assertThat(preview.body().path("messages").asLong(-1)).isZero();
        assertThat(service.get(path(campaign) + "/rebuilds", service.operator())
                        .body()
                        .path("items"))
                .isEmpty();
    }

    @Test
    void invalidRebuildsAreRejected() {
        String campaign = service.openCampaignInCompleteLog(1);
        String rebuilds = path(campaign) + "/rebuilds";
        String operator = service.operator();

        assertProblem(start(rebuilds, operator, Map.of()), 400, "INVALID_FIELD");
        assertProblem(start(rebuilds, operator, Map.of("mode", "VERIFY", "stock", 3)), 400, "INVALID_FIELD");
        assertProblem(start(rebuilds, operator, Map.of("mode", "WHAT_IF")), 400, "INVALID_FIELD");
        assertProblem(start(rebuilds, operator, Map.of("mode", "WHAT_IF", "stock", 0)), 400, "INVALID_FIELD");
        assertProblem(
                start("/ops/partitions/3/rebuilds", operator, Map.of("mode", "WHAT_IF", "stock", 3)),
                400,
                "INVALID_FIELD");
        assertProblem(start("/ops/partitions/12/rebuilds", operator, Map.of("mode", "VERIFY")), 404, "NOT_FOUND");
        assertProblem(
                start(path(UUID.randomUUID().toString()) + "/rebuilds", operator, Map.of("mode", "VERIFY")),
                404,
                "NOT_FOUND");
        assertProblem(
                start(rebuilds, service.tokens.of(service.ids.next()), Map.of("mode", "VERIFY")), 403, "FORBIDDEN");
        assertProblem(service.get(rebuilds + "/" + UUID.randomUUID(), operator), 404, "NOT_FOUND");
        assertProblem(audit(UUID.randomUUID().toString()), 404, "NOT_FOUND");
        assertProblem(service.get(path(campaign) + "/audit", service.tokens.of(service.ids.next())), 403, "FORBIDDEN");
        Map<String, Object> none = Map.of("rebuildId", UUID.randomUUID(), "reason", "a test");
        assertProblem(service.post(path(campaign) + "/grants", operator, none, Map.of()), 409, "NO_DIFFERENCE");
    }

    /** Sends the requests while the campaign is paused, so that all of them are queued even if the stock is lower. */
    private static List<Answer> queued(String campaign, int count, UUID... users) {
        service.command(campaign, "pause", Map.of("reason", "a test"));
        List<UUID> requesters = new ArrayList<>(List.of(users));
        while (requesters.size() < count) {
            requesters.add(service.ids.next());
        }
        List<Answer> deferred =
                requesters.stream().map(user -> service.outcome(campaign, user)).toList();
        service.command(campaign, "resume", Map.of("reason", "a test"));
        List<Answer> decided = new ArrayList<>();
        for (int i = 0; i < requesters.size(); i++) {
            String request = "/api/campaigns/" + campaign + "/requests/"
                    + deferred.get(i).text("requestId");
            String token = service.tokens.of(requesters.get(i));
            decided.add(service.await(
                    () -> service.get(request, token),
                    answer -> answer.status() == 200 && !answer.text("state").equals("DEFERRED")));
        }
        return decided;
    }

    private static LogPosition positionOf(Answer request, String campaign, UUID user) {
        return service.bean(RequestIds.class)
                .read(request.text("requestId"), UUID.fromString(campaign), user)
                .orElseThrow();
    }

    private static Map<String, Object> grant(UUID user) {
        return Map.of("userIds", List.of(user), "reason", "a test");
    }

    private static Answer start(String path, String token, Map<String, Object> terms) {
        Map<String, Object> body = new HashMap<>(terms);
        body.put("reason", "a test");
        return service.post(path, token, body, Map.of());
    }

    private static JsonNode rebuilt(String campaign, Map<String, Object> terms) {
        Answer started = start(path(campaign) + "/rebuilds", service.operator(), terms);
        assertThat(started.status()).as(started.body().toPrettyString()).isEqualTo(202);
        return service.await(
                        () -> service.get(started.header("Location"), service.operator()),
                        answer ->
                                answer.status() == 200 && !answer.text("state").equals("RUNNING"))
                .body();
    }

    private static Answer audit(String campaign) {
        return service.get(path(campaign) + "/audit", service.operator());
    }

    private static boolean isConsistent(JsonNode audit) {
        return Stream.of("repeated", "gaps", "duplicates", "orderViolations", "notChecked", "differences")
                .allMatch(name -> audit.path(name).asLong(-1) == 0);
    }

    private static List<String> differences(String campaign, JsonNode rebuild) {
        String path = path(campaign) + "/rebuilds/" + rebuild.path("rebuildId").asString() + "/differences";
        return service.get(path, service.operator())
                .body()
                .path("items")
                .valueStream()
                .map(one -> "%s %s %s %s"
                        .formatted(
                                one.path("userId").asString(),
                                one.path("effect").asString(),
                                one.path("published"),
                                one.path("folded")))
                .toList();
    }

    private static String path(String campaign) {
        return "/ops/campaigns/" + campaign;
    }
}
