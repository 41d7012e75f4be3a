package dev.firstcome.coupon;

import static dev.firstcome.coupon.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.CouponService.Answer;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.progress.PublishedState;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The automatic purge of a closed campaign, with a retention time of zero. */
class ExpiredCampaignPurgeIT {
    @Test
    void aClosedCampaignIsPurgedAfterItsRetentionTime() {
        try (CouponService service = CouponService.onRealInfrastructure("--coupon.retention.purge-after=0s")) {
            String id = service.openCampaign(2);
            UUID kim = service.ids.next();
            UUID lee = service.ids.next();
            service.command(id, "blocks", Map.of("reason", "a test", "userId", lee));
            assertThat(service.outcome(id, kim).text("state")).isEqualTo("ISSUED");
            Answer accepted = service.request(id, lee, Map.of("X-Admission", service.admission(id, lee)));
            assertThat(service.awaitOutcome(accepted, lee).text("reason")).isEqualTo("BLOCKED");
            Campaign campaign =
                    service.bean(Campaigns.class).find(UUID.fromString(id)).orElseThrow();
            PublishedState state = service.bean(PublishedState.class);
            assertThat(state.read(campaign.partition(), -1, campaign.id(), null).campaign())
                    .isNotNull();

            service.command(id, "close", Map.of("reason", "a test"));

            service.await(() ->
                    state.read(campaign.partition(), -1, campaign.id(), null).campaign() == null);
            assertProblem(service.get(accepted.header("Location"), service.tokens.of(lee)), 410, "PURGED");
        }
    }
}
