package dev.firstcome.coupon.campaign.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignStandings;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.issuing.IssuingHold;
import dev.firstcome.platform.problems.ProblemException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Campaigns as everybody sees them. */
@RestController
@RequestMapping("/api/campaigns")
class CampaignController {
    private static final int PAGE_MAX = 100;

    private final Campaigns campaigns;
    private final CampaignStandings standings;
    private final IssuingHold hold;

    CampaignController(Campaigns campaigns, CampaignStandings standings, IssuingHold hold) {
        this.campaigns = campaigns;
        this.standings = standings;
        this.hold = hold;
    }

    /** One page; {@code nextCursor} is missing on the last. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<CampaignBody> items, @Nullable UUID nextCursor) {}

    @GetMapping
    Page list(@RequestParam(required = false) @Nullable UUID cursor, @RequestParam(defaultValue = "20") int limit) {
        if (limit < 1 || limit > PAGE_MAX) {
            throw ProblemException.invalid("limit", "1 to " + PAGE_MAX);
        }
        List<Campaign> found = campaigns.page(cursor, limit);
        return new Page(
                found.stream().map(this::body).toList(),
                found.size() < limit ? null : found.getLast().id());
    }

    @GetMapping("/{campaignId}")
    CampaignBody show(@PathVariable UUID campaignId) {
        return campaigns.find(campaignId).map(this::body).orElseThrow(ProblemException::notFound);
    }

    private CampaignBody body(Campaign campaign) {
        return CampaignBody.of(
                campaign, standings.nowOrLast(campaign), hold.now().orElse(null));
    }
}
