package dev.firstcome.coupon.campaign.web;

import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignStanding;
import dev.firstcome.coupon.campaign.ScheduleCampaign;
import dev.firstcome.platform.audit.AuditNotes;
import dev.firstcome.platform.audit.OperatorReason;
import dev.firstcome.platform.openapi.ProblemCodes;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.tokens.CurrentUser;
import dev.firstcome.platform.web.IdempotencyKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What operators do with campaigns. */
@RestController
@RequestMapping("/ops/campaigns")
@Tag(name = "Campaigns")
class CampaignOpsController {
    private final ScheduleCampaign schedule;

    CampaignOpsController(ScheduleCampaign schedule) {
        this.schedule = schedule;
    }

    @PostMapping
    @Operation(
            operationId = "createCampaign",
            summary = "Creates a campaign; the same Idempotency-Key returns the same campaign")
    @ApiResponse(responseCode = "201", description = "The campaign; Location is its address")
    @ProblemCodes(status = HttpStatus.CONFLICT, value = "REFUSED")
    @ProblemCodes(status = HttpStatus.UNPROCESSABLE_CONTENT, value = "IDEMPOTENCY_MISMATCH")
    @ProblemCodes(status = HttpStatus.SERVICE_UNAVAILABLE, value = "RECOVERING")
    ResponseEntity<CampaignBody> create(
            @RequestBody NewCampaign body,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
            @CurrentUser UUID operator,
            HttpServletRequest call) {
        AuditNotes notes = AuditNotes.of(call).because(OperatorReason.of(body.reason()));
        Campaign.Terms terms = body.terms();
        String commandId = key == null
                ? UUID.randomUUID().toString()
                : IdempotencyKey.parse(key).value();
        return switch (schedule.schedule(terms, operator, commandId)) {
            case ScheduleCampaign.Answer.Scheduled(Campaign campaign) -> {
                notes.changed(null, campaign);
                yield ResponseEntity.created(URI.create("/api/campaigns/" + campaign.id()))
                        .body(CampaignBody.of(campaign, CampaignStanding.scheduled(terms.stock())));
            }
            case ScheduleCampaign.Answer.OtherTerms() ->
                throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "IDEMPOTENCY_MISMATCH");
            case ScheduleCampaign.Answer.Refused() -> throw ProblemException.of(HttpStatus.CONFLICT, "REFUSED");
        };
    }
}
