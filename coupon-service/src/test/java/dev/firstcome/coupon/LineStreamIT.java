package dev.firstcome.coupon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.CouponService.Answer;
import dev.firstcome.testsupport.StallRetry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The line as those see it who wait in it. */
class LineStreamIT {
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
    void whoIsHeldIsToldThePlaceAndThenTheOutcomeAndTheStreamIsComplete() {
        String campaign = service.openCampaign(1);
        Instant until = Instant.parse("2100-01-01T00:00:00Z");
        service.commands(campaign, "pause", Map.of("reason", "a test", "until", until));
        UUID kim = service.ids.next();
        UUID lee = service.ids.next();
        String kims = held(campaign, kim);
        String lees = held(campaign, lee);

        try (LineReader first = service.reads(kims, kim);
                LineReader second = service.reads(lees, lee)) {
            service.await(() -> !first.heard().isEmpty() && !second.heard().isEmpty());
            assertThat(first.heard().getFirst()).contains("\"state\":\"HELD\"", "\"position\":0", until.toString());
            assertThat(second.heard().getFirst()).contains("\"state\":\"HELD\"", "\"position\":1");
            service.commands(campaign, "resume", Map.of("reason", "a test"));

            service.await(() -> first.isComplete() && second.isComplete());
            assertThat(first.heard().getLast()).contains("\"state\":\"ISSUED\"", "\"sequence\":1");
            assertThat(second.heard().getLast()).contains("\"state\":\"REJECTED\"", "SOLD_OUT");
        }
    }

    @Test
    void whoComesAgainAfterTheEndIsToldTheOutcomeOnce() {
        String campaign = service.openCampaign(1);
        UUID kim = service.ids.next();
        String path = "/api/campaigns/" + campaign + "/requests/"
                + service.outcome(campaign, kim).text("requestId");

        try (LineReader reader = service.reads(path, kim);
                LineReader again = service.reads(path, kim, "ISSUED")) {
            service.await(() -> reader.isComplete() && again.isComplete());
            assertThat(reader.heard()).singleElement().asString().contains("\"state\":\"ISSUED\"");
            assertThat(again.heard()).isEmpty();
        }
    }

    @Test
    void aTicketOfADrawIsToldWhenItIsDrawn() {
        // A stall until the draw leaves no time in which the ticket is held.
        StallRetry.run(this::oneTicketIsDrawn);
    }

    private void oneTicketIsDrawn() {
        Map<String, Object> draw = Map.of(
                "mode",
                "DRAW",
                "drawFrom",
                Instant.now().minusSeconds(1).toString(),
                "opensAt",
                Instant.now().plus(Duration.ofSeconds(3)).toString());
        String campaign = service.scheduleCampaign(1, draw).text("campaignId");
        UUID kim = service.ids.next();

        try (LineReader reader = service.reads(held(campaign, kim), kim)) {
            service.await(reader::isComplete);
            assertThat(reader.heard().getFirst()).contains("\"state\":\"HELD\"").doesNotContain("position");
            assertThat(reader.heard().getLast()).contains("\"state\":\"ISSUED\"");
        }
    }

    @Test
    void nobodyListensToAnothersRequest() {
        String campaign = service.openCampaign(1);
        UUID kim = service.ids.next();
        String path = "/api/campaigns/" + campaign + "/requests/"
                + service.outcome(campaign, kim).text("requestId") + "/events";

        Refused.is(service.get(path, service.tokens.of(service.ids.next())), 404, "NOT_FOUND");
        Refused.is(service.get(path, null), 401, "UNAUTHENTICATED");
        Map<String, String> odd = Map.of("Last-Event-ID", "x".repeat(41));
        Refused.is(service.call("GET", path, service.tokens.of(kim), null, odd), 400, "INVALID_FIELD");
    }

    /** Asks and waits until the request is held; its address. */
    private static String held(String campaign, UUID user) {
        Answer answer = service.outcome(campaign, user);
        assertThat(answer.text("state")).isEqualTo("HELD");
        return "/api/campaigns/" + campaign + "/requests/" + answer.text("requestId");
    }
}
