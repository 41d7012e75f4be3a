package dev.firstcome.coupon;

import static dev.firstcome.coupon.ProblemAssertions.assertProblem;
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

/** The status stream of requests, as subscribed users receive it. */
class RequestStreamIT {
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
    void aDeferredRequestReceivesItsPositionThenItsOutcomeAndTheStreamCompletes() {
        String campaign = service.openCampaign(1);
        Instant until = Instant.parse("2100-01-01T00:00:00Z");
        service.command(campaign, "pause", Map.of("reason", "a test", "until", until));
        UUID kim = service.ids.next();
        UUID lee = service.ids.next();
        String kimsRequest = deferredRequest(campaign, kim);
        String leesRequest = deferredRequest(campaign, lee);

        try (RequestStreamClient first = service.streamOf(kimsRequest, kim);
                RequestStreamClient second = service.streamOf(leesRequest, lee)) {
            service.await(() -> !first.events().isEmpty() && !second.events().isEmpty());
            assertThat(first.events().getFirst())
                    .contains("\"state\":\"DEFERRED\"", "\"position\":0", until.toString());
            assertThat(second.events().getFirst()).contains("\"state\":\"DEFERRED\"", "\"position\":1");

            service.command(campaign, "resume", Map.of("reason", "a test"));
            service.await(() -> first.isComplete() && second.isComplete());

            assertThat(first.events().getLast()).contains("\"state\":\"ISSUED\"", "\"sequence\":1");
            assertThat(second.events().getLast()).contains("\"state\":\"REJECTED\"", "SOLD_OUT");
        }
    }

    @Test
    void aReconnectWithTheLastEventIdDoesNotReceiveTheFinalStatusAgain() {
        String campaign = service.openCampaign(1);
        UUID kim = service.ids.next();
        String path = "/api/campaigns/" + campaign + "/requests/"
                + service.outcome(campaign, kim).text("requestId");

        try (RequestStreamClient connected = service.streamOf(path, kim);
                RequestStreamClient reconnected = service.streamOf(path, kim, "ISSUED")) {
            service.await(() -> connected.isComplete() && reconnected.isComplete());

            assertThat(connected.events()).singleElement().asString().contains("\"state\":\"ISSUED\"");
            assertThat(reconnected.events()).isEmpty();
        }
    }

    @Test
    void aTicketOfADrawReceivesItsOutcomeAfterTheDraw() {
        // A stall until the draw leaves no time in which the ticket is deferred.
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
        try (RequestStreamClient stream = service.streamOf(deferredRequest(campaign, kim), kim)) {
            service.await(stream::isComplete);

            assertThat(stream.events().getFirst())
                    .contains("\"state\":\"DEFERRED\"")
                    .doesNotContain("position");
            assertThat(stream.events().getLast()).contains("\"state\":\"ISSUED\"");
        }
    }

    @Test
    void theStreamOfAnotherUserIsNotFound() {
        String campaign = service.openCampaign(1);
        UUID kim = service.ids.next();
        String path = "/api/campaigns/" + campaign + "/requests/"
                + service.outcome(campaign, kim).text("requestId") + "/events";

        assertProblem(service.get(path, service.tokens.of(service.ids.next())), 404, "NOT_FOUND");
        assertProblem(service.get(path, null), 401, "UNAUTHENTICATED");
        Map<String, String> tooLong = Map.of("Last-Event-ID", "x".repeat(41));
        assertProblem(service.call("GET", path, service.tokens.of(kim), null, tooLong), 400, "INVALID_FIELD");
    }

    /** Requests a coupon, waits until the request is deferred, and returns its path. */
    private static String deferredRequest(String campaign, UUID user) {
        Answer answer = service.outcome(campaign, user);
        assertThat(answer.text("state")).isEqualTo("DEFERRED");
        return "/api/campaigns/" + campaign + "/requests/" + answer.text("requestId");
    }
}
