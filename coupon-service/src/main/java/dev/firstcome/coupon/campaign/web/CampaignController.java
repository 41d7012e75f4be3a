package dev.firstcome.coupon.campaign.web;

import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignStatusCache;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.issuercontrol.IssuingPause;
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

/** The public read API of campaigns. */
@RestController
@RequestMapping("/api/campaigns")
@Tag(name = "Campaigns")
class CampaignController {
    private static final int PAGE_MAX = 100;

    private final Campaigns campaigns;
    private final CampaignStatusCache statuses;
    private final IssuingPause pause;

    CampaignController(Campaigns campaigns, CampaignStatusCache statuses, IssuingPause pause) {
        this.campaigns = campaigns;
        this.statuses = statuses;
        this.pause = pause;
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
                campaign, statuses.currentOrLastKnown(campaign), pause.current().orElse(null));
    }
}
