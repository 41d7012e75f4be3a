package dev.firstcome.coupon.campaign.web;

import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignCreator;
import dev.firstcome.coupon.campaign.CampaignStatus;
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

/** Creates campaigns for operators. */
@RestController
@RequestMapping("/ops/campaigns")
@Tag(name = "Campaigns")
class CampaignOpsController {
    private final CampaignCreator creator;

    CampaignOpsController(CampaignCreator creator) {
        this.creator = creator;
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
        return switch (creator.create(terms, operator, commandId)) {
            case CampaignCreator.Result.Created(Campaign campaign) -> {
                notes.changed(null, campaign);
                yield ResponseEntity.created(URI.create("/api/campaigns/" + campaign.id()))
                        .body(CampaignBody.of(campaign, CampaignStatus.scheduled(terms.stock())));
            }
            case CampaignCreator.Result.DifferentTerms() ->
                throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "IDEMPOTENCY_MISMATCH");
            case CampaignCreator.Result.Rejected() -> throw ProblemException.of(HttpStatus.CONFLICT, "REFUSED");
        };
    }
}
