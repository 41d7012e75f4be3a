package dev.firstcome.coupon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.CouponService.Answer;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.progress.PublishedFold;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A campaign that was closed long ago, here at once, is forgotten by the owner of its partition, and by nobody's command. */
class OldCampaignsIT {
    @Test
    void aCampaignIsForgottenWhenItsTimeIsOver() {
        try (CouponService service = CouponService.onRealInfrastructure("--coupon.retention.forget-after=0s")) {
            String id = service.openCampaign(2);
            UUID kim = service.ids.next();
            UUID lee = service.ids.next();
            service.commands(id, "blocks", Map.of("reason", "a test", "userId", lee));
            assertThat(service.outcome(id, kim).text("state")).isEqualTo("ISSUED");
            Answer asked = service.request(id, lee, Map.of("X-Admission", service.admission(id, lee)));
            assertThat(service.decided(asked, lee).text("reason")).isEqualTo("BLOCKED");
            Campaign campaign =
                    service.part(Campaigns.class).find(UUID.fromString(id)).orElseThrow();
            PublishedFold fold = service.part(PublishedFold.class);
            assertThat(fold.look(campaign.partition(), -1, campaign.id(), null).campaign())
                    .isNotNull();

            service.commands(id, "close", Map.of("reason", "a test"));

            service.await(() ->
                    fold.look(campaign.partition(), -1, campaign.id(), null).campaign() == null);
            Refused.is(service.get(asked.header("Location"), service.tokens.of(lee)), 410, "FORGOTTEN");
        }
    }
}
