package dev.firstcome.coupon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.CouponService.Answer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A request that is repeated with the same Idempotency-Key has the outcome of the first one. */
class RepeatedRequestIT {
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
    void aRepeatedRequestHasTheOutcomeOfTheFirst() {
        String campaign = service.openCampaign(3);
        UUID kim = service.ids.next();
        Answer first = service.outcome(campaign, kim, "same-key");

        Answer repeat = service.outcome(campaign, kim, "same-key");

        assertThat(repeat.text("requestId")).isNotEqualTo(first.text("requestId"));
        assertThat(repeat.text("state")).isEqualTo("ISSUED");
        assertThat(repeat.text("couponId")).isEqualTo(first.text("couponId"));
        assertThat(repeat.body().path("sequence").asLong()).isEqualTo(1);
    }

    @Test
    void aRepeatOfADeferredRequestIsDeferredAndThenHasItsOutcome() {
        String campaign = service.openCampaign(1);
        UUID kim = service.ids.next();
        UUID lee = service.ids.next();
        service.command(campaign, "pause", Map.of("reason", "a test"));
        Answer first = service.outcome(campaign, kim, "kims-key");
        service.outcome(campaign, lee, "lees-key");

        Answer repeat = service.outcome(campaign, kim, "kims-key");
        Answer late = service.outcome(campaign, lee, "lees-key");

        assertThat(first.text("state")).isEqualTo("DEFERRED");
        assertThat(repeat.text("state")).isEqualTo("DEFERRED");
        assertThat(repeat.body().path("position")).isEqualTo(first.body().path("position"));
        try (RequestStreamClient stream = service.streamOf(location(campaign, repeat), kim)) {
            service.await(() -> !stream.events().isEmpty());
            assertThat(stream.events().getFirst()).contains("\"state\":\"DEFERRED\"", repeat.text("requestId"));
            service.command(campaign, "resume", Map.of("reason", "a test"));
            service.await(stream::isComplete);
            assertThat(stream.events().getLast()).contains("\"state\":\"ISSUED\"", "\"sequence\":1");
        }
        Answer rejected = service.get(location(campaign, late), service.tokens.of(lee));
        assertThat(rejected.text("state")).isEqualTo("REJECTED");
        assertThat(rejected.text("reason")).isEqualTo("SOLD_OUT");
    }

    private static String location(String campaign, Answer request) {
        return "/api/campaigns/" + campaign + "/requests/" + request.text("requestId");
    }
}
