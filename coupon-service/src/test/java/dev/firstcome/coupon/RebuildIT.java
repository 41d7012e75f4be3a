package dev.firstcome.coupon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.contracts.coupon.RequestRejected;
import dev.firstcome.coupon.CouponService.Answer;
import dev.firstcome.coupon.intake.RequestIds;
import dev.firstcome.coupon.log.Position;
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
 * The state rebuilt from the log, and what is found by that. A test is repeated with another campaign after a stall: a
 * rebuild then ends for lack of time, and results are published twice.
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
    void whatIsWholeIsFoundEqualAndNobodyIsToldOtherwise() {
        StallRetry.run(this::aWholeCampaignIsVerified);
    }

    private void aWholeCampaignIsVerified() {
        String campaign = service.openCampaignInCompleteLog(2);
        List<Answer> asked = inLine(campaign, 4, service.ids.next());
        assertThat(asked).extracting(answer -> answer.text("state")).contains("ISSUED", "REJECTED");
        UUID lee = service.ids.next();
        service.post(path(campaign) + "/grants", service.operator(), grant(lee), Map.of());
        Refused.is(audit(campaign), 409, "NOT_VERIFIED");

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
        assertThat(isInOrder(audit)).as(audit.toPrettyString()).isTrue();
        assertThat(audit.path("equal").toString()).isEqualTo("{\"redis\":true,\"results\":true,\"wallets\":true}");
        assertThat(audit.path("position")).isEqualTo(verified.path("liveState").path("position"));
        assertThat(audit.path("through").asLong())
                .isLessThanOrEqualTo(audit.path("position").asLong());
        assertThat(audit.path("rebuildId")).isEqualTo(verified.path("rebuildId"));
    }

    @Test
    void aDamageToTheLiveStateIsFoundAndATakeOverMendsIt() {
        StallRetry.run(this::aDamagedCampaignIsRebuilt);
    }

    private void aDamagedCampaignIsRebuilt() {
        String campaign = service.openCampaignInCompleteLog(5);
        UUID kim = service.ids.next();
        assertThat(service.outcome(campaign, kim).text("state")).isEqualTo("ISSUED");
        LiveRedis.forget(campaign, kim);

        JsonNode damaged = rebuilt(campaign, Map.of("mode", "VERIFY"));
        assertThat(damaged.path("liveState").path("equal").asBoolean(true)).isFalse();
        assertThat(damaged.path("liveState").path("witnesses").toString()).contains("holders:" + campaign + " " + kim);
        JsonNode swapped = rebuilt(campaign, Map.of("mode", "SWAP"));

        assertThat(swapped.path("state").asString())
                .as(swapped.toPrettyString())
                .isEqualTo("DONE");
        assertThat(swapped.path("liveState").path("epoch").asLong()).isPositive();
        JsonNode mended = rebuilt(campaign, Map.of("mode", "VERIFY"));
        assertThat(mended.path("liveState").path("equal").asBoolean())
                .as(mended.toPrettyString())
                .isTrue();
        assertThat(service.outcome(campaign, kim).text("reason")).isEqualTo("DUPLICATE");
        assertThat(service.outcome(campaign, service.ids.next()).text("sequence"))
                .isEqualTo("2");
    }

    @Test
    void whoWasToldOtherwiseThanTheLogSaysIsListedAndGrantedAndTheLiveStateStays() throws Exception {
        StallRetry.run(this::wrongResultsAreListed);
    }

    private void wrongResultsAreListed() throws Exception {
        String campaign = service.openCampaignInCompleteLog(1);
        UUID kim = service.ids.next();
        UUID lee = service.ids.next();
        List<Answer> asked = inLine(campaign, 2, kim, lee);
        try (ResultsWriter results = new ResultsWriter()) {
            Position first = placeOf(asked.get(0), campaign, kim);
            Position second = placeOf(asked.get(1), campaign, lee);
            UUID id = UUID.fromString(campaign);
            Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
            results.send(
                    new RequestRejected(first.partition(), first.offset(), id, kim, RejectReason.SOLD_OUT, null, now));
            results.send(new CouponIssued(second.partition(), second.offset(), id, lee, UUID.randomUUID(), 77, 1, now));
        }

        isInTheWallet(lee, 1);
        JsonNode verified = rebuilt(campaign, Map.of("mode", "VERIFY"));
        assertThat(verified.path("gained").asLong())
                .as(verified.toPrettyString())
                .isEqualTo(1);
        assertThat(verified.path("lost").asLong()).isEqualTo(1);
        auditTellsOfTwoResultsTooMany(campaign);
        assertThat(differences(campaign, verified))
                .containsExactlyInAnyOrder(
                        kim + " GAINED {\"outcome\":\"SOLD_OUT\"} {\"outcome\":\"ISSUED\",\"sequence\":1}",
                        lee + " LOST {\"outcome\":\"ISSUED\",\"sequence\":77} {\"outcome\":\"SOLD_OUT\"}");
        JsonNode refused = rebuilt(campaign, Map.of("mode", "SWAP"));
        isContradicted(refused, campaign);

        Map<String, Object> wronged =
                Map.of("rebuildId", verified.path("rebuildId").asString(), "reason", "a test");
        Answer granted = service.post(path(campaign) + "/grants", service.operator(), wronged, Map.of());
        Answer again = service.post(path(campaign) + "/grants", service.operator(), wronged, Map.of());

        assertThat(granted.body().path("counts").toString()).isEqualTo("{\"DONE\":1}");
        assertThat(again.body().path("counts").toString()).isEqualTo("{\"REPEATED\":1}");
        isInTheWallet(kim, 2);
    }

    private static void isInTheWallet(UUID user, int coupons) {
        service.await(() -> service.get("/api/coupons", service.tokens.of(user))
                        .body()
                        .path("items")
                        .size()
                == coupons);
    }

    private static void isContradicted(JsonNode refused, String campaign) {
        assertThat(refused.path("state").asString()).isEqualTo("FAILED");
        assertThat(refused.path("failure").asString()).isEqualTo("CONTRADICTS_RESULTS");
        assertThat(audit(campaign).text("failure")).isEqualTo("CONTRADICTS_RESULTS");
        assertThat(refused.path("liveState").has("epoch")).isFalse();
    }

    /** And of one of them in a wallet. */
    private static void auditTellsOfTwoResultsTooMany(String campaign) {
        JsonNode audit = audit(campaign).body();
        assertThat(audit.path("differences").asLong()).isEqualTo(2);
        assertThat(audit.path("repeated").asLong()).isEqualTo(2);
        assertThat(audit.path("equal").path("results").asBoolean(true)).isFalse();
        assertThat(audit.path("equal").path("wallets").asBoolean(true)).isFalse();
    }

    @Test
    void otherTermsSayWhoWouldHaveGotACoupon() {
        StallRetry.run(this::otherTermsAreTried);
    }

    private void otherTermsAreTried() {
        String campaign = service.openCampaignInCompleteLog(1);
        UUID kim = service.ids.next();
        UUID lee = service.ids.next();
        UUID park = service.ids.next();
        inLine(campaign, 3, kim, lee, park);

        JsonNode more = rebuilt(campaign, Map.of("mode", "WHAT_IF", "stock", 2));
        Refused.is(audit(campaign), 409, "NOT_VERIFIED");
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
    void aPreviewCountsWhatWouldBeTouchedAndBeginsNothing() {
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
    void whatCannotBeRebuiltIsRefused() {
        String campaign = service.openCampaignInCompleteLog(1);
        String rebuilds = path(campaign) + "/rebuilds";
        String operator = service.operator();

        Refused.is(begin(rebuilds, operator, Map.of()), 400, "INVALID_FIELD");
        Refused.is(begin(rebuilds, operator, Map.of("mode", "VERIFY", "stock", 3)), 400, "INVALID_FIELD");
        Refused.is(begin(rebuilds, operator, Map.of("mode", "WHAT_IF")), 400, "INVALID_FIELD");
        Refused.is(begin(rebuilds, operator, Map.of("mode", "WHAT_IF", "stock", 0)), 400, "INVALID_FIELD");
        Refused.is(
                begin("/ops/partitions/3/rebuilds", operator, Map.of("mode", "WHAT_IF", "stock", 3)),
                400,
                "INVALID_FIELD");
        Refused.is(begin("/ops/partitions/12/rebuilds", operator, Map.of("mode", "VERIFY")), 404, "NOT_FOUND");
        Refused.is(
                begin(path(UUID.randomUUID().toString()) + "/rebuilds", operator, Map.of("mode", "VERIFY")),
                404,
                "NOT_FOUND");
        Refused.is(begin(rebuilds, service.tokens.of(service.ids.next()), Map.of("mode", "VERIFY")), 403, "FORBIDDEN");
        Refused.is(service.get(rebuilds + "/" + UUID.randomUUID(), operator), 404, "NOT_FOUND");
        Refused.is(audit(UUID.randomUUID().toString()), 404, "NOT_FOUND");
        Refused.is(service.get(path(campaign) + "/audit", service.tokens.of(service.ids.next())), 403, "FORBIDDEN");
        Map<String, Object> none = Map.of("rebuildId", UUID.randomUUID(), "reason", "a test");
        Refused.is(service.post(path(campaign) + "/grants", operator, none, Map.of()), 409, "NO_DIFFERENCE");
    }

    /** Asked while the campaign is paused, so that all of them are in the line, whatever is left for them. */
    private static List<Answer> inLine(String campaign, int count, UUID... users) {
        service.commands(campaign, "pause", Map.of("reason", "a test"));
        List<UUID> people = new ArrayList<>(List.of(users));
        while (people.size() < count) {
            people.add(service.ids.next());
        }
        List<Answer> held =
                people.stream().map(user -> service.outcome(campaign, user)).toList();
        service.commands(campaign, "resume", Map.of("reason", "a test"));
        List<Answer> decided = new ArrayList<>();
        for (int i = 0; i < people.size(); i++) {
            String request =
                    "/api/campaigns/" + campaign + "/requests/" + held.get(i).text("requestId");
            String token = service.tokens.of(people.get(i));
            decided.add(service.await(
                    () -> service.get(request, token),
                    answer -> answer.status() == 200 && !answer.text("state").equals("HELD")));
        }
        return decided;
    }

    private static Position placeOf(Answer request, String campaign, UUID user) {
        return service.part(RequestIds.class)
                .read(request.text("requestId"), UUID.fromString(campaign), user)
                .orElseThrow();
    }

    private static Map<String, Object> grant(UUID user) {
        return Map.of("userIds", List.of(user), "reason", "a test");
    }

    private static Answer begin(String path, String token, Map<String, Object> terms) {
        Map<String, Object> body = new HashMap<>(terms);
        body.put("reason", "a test");
        return service.post(path, token, body, Map.of());
    }

    private static JsonNode rebuilt(String campaign, Map<String, Object> terms) {
        Answer begun = begin(path(campaign) + "/rebuilds", service.operator(), terms);
        assertThat(begun.status()).as(begun.body().toPrettyString()).isEqualTo(202);
        return service.await(
                        () -> service.get(begun.header("Location"), service.operator()),
                        answer ->
                                answer.status() == 200 && !answer.text("state").equals("RUNNING"))
                .body();
    }

    private static Answer audit(String campaign) {
        return service.get(path(campaign) + "/audit", service.operator());
    }

    private static boolean isInOrder(JsonNode audit) {
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
                                one.path("told"),
                                one.path("folded")))
                .toList();
    }

    private static String path(String campaign) {
        return "/ops/campaigns/" + campaign;
    }
}
