package dev.firstcome.coupon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.platform.SwitchChanged;
import dev.firstcome.contracts.platform.SwitchLayer;
import dev.firstcome.coupon.CouponService.Answer;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.platform.switches.Switches;
import dev.firstcome.platform.testing.TopicRecords;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Violated invariants raise an alert and pause the campaign. The issuing switch pauses all campaigns. */
class InvariantMonitoringIT {
    private static final int USERS = 6;

    private static CouponService service;
    private static final AtomicLong VERSION = new AtomicLong();

    @BeforeAll
    static void start() {
        service = CouponService.shared();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aForgedResultRaisesAnAlertAndPausesItsCampaignUntilAResume() throws Exception {
        String campaign = campaignWithCoupons("forged");
        service.await(() -> invariant("C3").path("checked").asLong() >= USERS);
        forgeResult(campaign, 3);

        JsonNode broken =
                service.await(() -> invariant("C3"), item -> !item.path("holds").asBoolean());
        assertThat(broken.path("breach").path("campaignId").asString()).isEqualTo(campaign);
        assertThat(broken.path("breach").path("samples").path(0).asString())
                .contains("sequence 3 was issued to the requests at");
        assertThat(Instant.parse(broken.path("since").asString()))
                .isBefore(Instant.parse(broken.path("breach").path("at").asString()));
        assertThat(invariant("C4").path("holds").asBoolean()).isTrue();
        assertThat(service.get("/ops/invariants", service.tokens.of(service.ids.next()))
                        .status())
                .as("status for a user without the operator role")
                .isEqualTo(403);
        assertThat(service.bean(MeterRegistry.class)
                        .get("firstcome.coupon.invariant.breaches")
                        .tag("invariant", "C3")
                        .counter()
                        .count())
                .isPositive();

        service.await(() -> state(campaign).equals("PAUSED"));
        assertAlertAndAuditEntry(campaign);
        UUID late = service.ids.next();
        Answer deferred = service.outcome(campaign, late);
        assertThat(deferred.text("state")).isEqualTo("DEFERRED");
        assertThat(service.command(campaign, "resume", Map.of("reason", "checked"))
                        .status())
                .isEqualTo(200);
        service.await(() -> state(campaign).equals("OPEN"));
        assertThat(service.outcome(campaign, service.ids.next()).text("state")).isEqualTo("ISSUED");
        assertThat(state(campaign)).as("not paused again for the same breach").isEqualTo("OPEN");
    }

    private static void assertAlertAndAuditEntry(String campaign) {
        JsonNode alert = service.await(
                () -> TopicRecords.of(Topics.PLATFORM_ALERTS).stream()
                        .filter(seen -> seen.path("alert").asString().equals("coupon.invariant")
                                && seen.path("samples").toString().contains(campaign))
                        .findFirst()
                        .orElse(null),
                found -> found != null);
        assertThat(alert.path("raised").asBoolean()).isTrue();
        assertThat(alert.path("subject").asString()).isEqualTo("C3");
        JsonNode entry = service.await(
                () -> TopicRecords.of(Topics.PLATFORM_AUDIT).stream()
                        .filter(written -> written.path("action").asString().startsWith("PAUSE")
                                && written.path("action").asString().contains(campaign))
                        .findFirst()
                        .orElse(null),
                found -> found != null);
        assertThat(entry.path("actor").asString()).isEqualTo("coupon-service");
        assertThat(entry.path("outcome").asString()).isEqualTo("DONE");
        assertThat(entry.path("reason").asString()).startsWith("C3, ");
        assertThat(entry.path("after").asString()).startsWith("AUTOPAUSE:C3:");
    }

    @Test
    void withTheAutoPauseSwitchOffNoCampaignIsPaused() throws Exception {
        String campaign = campaignWithCoupons("not paused");
        setSwitch("coupons.autopause", "OFF", "a test", null);
        try {
            forgeResult(campaign, 51);
            service.await(() -> TopicRecords.of(Topics.PLATFORM_ALERTS).stream()
                    .anyMatch(seen -> seen.path("samples").toString().contains(campaign)));
            assertThat(service.outcome(campaign, service.ids.next()).text("state"))
                    .isEqualTo("ISSUED");
            assertThat(state(campaign)).isEqualTo("OPEN");
        } finally {
            setSwitch("coupons.autopause", null, "a test", null);
        }
    }

    @Test
    void whileIssuingIsPausedRequestsWaitWithTheReasonAndAreDecidedInOrderAfterwards() {
        String campaign = campaignWithCoupons("paused");
        Instant until = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.MILLIS);
        setSwitch("coupons.issuing", "CLOSED", "under investigation", until);
        UUID kim = service.ids.next();
        UUID lee = service.ids.next();
        try {
            service.await(() -> issuer().contains("Paused[reason=under investigation"));
            Answer first = request(campaign, kim);
            Answer second = request(campaign, lee);
            assertThat(first.status()).isEqualTo(202);
            assertThat(second.status()).isEqualTo(202);

            Answer waiting = service.await(
                    () -> service.get(second.header("Location"), service.tokens.of(lee)),
                    answer -> answer.status() == 200);
            assertThat(waiting.text("state")).isEqualTo("WAITING");
            assertThat(waiting.text("resumesAt")).isEqualTo(until.toString());
            assertThat(waiting.text("pauseReason")).isEqualTo("under investigation");
            Answer page = service.get("/api/campaigns/" + campaign, null);
            assertThat(page.text("state")).isEqualTo("OPEN");
            assertThat(page.text("resumesAt")).isEqualTo(until.toString());
            assertThat(page.text("pauseReason")).isEqualTo("under investigation");
            assertThat(service.get("/actuator/health", null).status())
                    .as("an intentional pause is healthy")
                    .isEqualTo(200);

            setSwitch("coupons.issuing", null, "resolved", null);
            Answer kimsOutcome = service.awaitOutcome(first, kim);
            Answer leesOutcome = service.awaitOutcome(second, lee);

            assertThat(kimsOutcome.text("state")).isEqualTo("ISSUED");
            assertThat(leesOutcome.body().path("sequence").asLong())
                    .isEqualTo(kimsOutcome.body().path("sequence").asLong() + 1);
            assertThat(service.get("/api/campaigns/" + campaign, null).body().has("pauseReason"))
                    .isFalse();
        } finally {
            setSwitch("coupons.issuing", null, "end of the test", null);
        }
    }

    /** Creates a campaign whose users have the sequences 1 to {@link #USERS}. */
    private static String campaignWithCoupons(String name) {
        String campaign = service.openCampaign(50, Map.of("name", name));
        for (int i = 0; i < USERS; i++) {
            assertThat(service.outcome(campaign, service.ids.next()).text("state"))
                    .isEqualTo("ISSUED");
        }
        return campaign;
    }

    /** Publishes a coupon with an existing sequence, in a partition where no wallet processes it. */
    private static void forgeResult(String campaign, long sequence) {
        int partition = service.bean(Campaigns.class)
                .find(UUID.fromString(campaign))
                .orElseThrow()
                .partition();
        try (TestResultProducer results = new TestResultProducer()) {
            CouponIssued template = results.coupon(campaign, service.ids.next());
            results.misplaced(new CouponIssued(
                    partition,
                    template.offset(),
                    template.campaignId(),
                    template.userId(),
                    template.couponId(),
                    sequence,
                    1,
                    template.decidedAt()));
        }
    }

    private static Answer request(String campaign, UUID user) {
        return service.request(campaign, user, Map.of("X-Admission", service.admission(campaign, user)));
    }

    private static String state(String campaign) {
        return service.get("/api/campaigns/" + campaign, null).text("state");
    }

    private static JsonNode invariant(String name) {
        return service.get("/ops/invariants", service.operator())
                .body()
                .path("items")
                .valueStream()
                .filter(item -> item.path("invariant").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String issuer() {
        return service.get("/actuator/health", service.operator())
                .body()
                .path("components")
                .path("couponIssuer")
                .toString();
    }

    private static void setSwitch(String name, @Nullable String value, String reason, @Nullable Instant until) {
        service.bean(Switches.class)
                .apply(new SwitchChanged(
                        UUID.randomUUID(),
                        name,
                        SwitchLayer.MANUAL,
                        VERSION.incrementAndGet(),
                        value,
                        reason,
                        "a test",
                        Instant.now(),
                        until));
    }
}
