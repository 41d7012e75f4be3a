package dev.firstcome.coupon.campaign.web;

import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignStandings;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.issuing.IssuingHold;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.web.CursorPage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
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
@Tag(name = "Campaigns")
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

    @GetMapping
    @Operation(operationId = "listCampaigns", summary = "All campaigns, the newest first")
    CursorPage<CampaignBody, UUID> list(
            @RequestParam(required = false) @Nullable UUID cursor, @RequestParam(defaultValue = "20") int limit) {
        return CursorPage.read(
                new CursorPage.Limit(limit, PAGE_MAX),
                count -> campaigns.page(cursor, count),
                this::body,
                Campaign::id);
    }

    @GetMapping("/{campaignId}")
    @Operation(operationId = "getCampaign", summary = "One campaign and its remaining stock")
    CampaignBody show(@PathVariable UUID campaignId) {
        return campaigns.find(campaignId).map(this::body).orElseThrow(ProblemException::notFound);
    }

    private CampaignBody body(Campaign campaign) {
        return CampaignBody.of(
                campaign, standings.nowOrLast(campaign), hold.now().orElse(null));
    }
}
