package dev.firstcome.coupon.intake.web;

import dev.firstcome.coupon.admission.Admissions;
import dev.firstcome.coupon.admission.ChallengeVerifier;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignStatusCache;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.intake.IntakeSwitch;
import dev.firstcome.platform.openapi.ProblemCodes;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.tokens.Caller;
import dev.firstcome.platform.tokens.CurrentUser;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Admissions to the queue of a campaign. */
@RestController
@RequestMapping("/api/campaigns/{campaignId}")
@Tag(name = "Queue")
class AdmissionController {
    private final IntakeSwitch intakeSwitch;
    private final Campaigns campaigns;
    private final CampaignStatusCache statuses;
    private final ChallengeVerifier challenges;
    private final Admissions admissions;
    private final IntakeProblems problems;
    private final Clock clock;

    AdmissionController(
            IntakeSwitch intakeSwitch,
            Campaigns campaigns,
            CampaignStatusCache statuses,
            ChallengeVerifier challenges,
            Admissions admissions,
            IntakeProblems problems,
            Clock clock) {
        this.intakeSwitch = intakeSwitch;
        this.campaigns = campaigns;
        this.statuses = statuses;
        this.challenges = challenges;
        this.admissions = admissions;
        this.problems = problems;
        this.clock = clock;
    }

    /** The solution of a challenge; required only if the campaign has a challenge level. */
    record SolvedBody(@Nullable String challenge, @Nullable String nonce) {}

    record AdmissionBody(String admission, Instant expiresAt) {}

    @PostMapping("/admissions")
    @Operation(operationId = "admit", summary = "Issues an admission, the signed ticket for a request")
    @ProblemCodes(
            status = HttpStatus.FORBIDDEN,
            value = {"NOT_ELIGIBLE", "CHALLENGE_UNSOLVED"})
    @ProblemCodes(
            status = HttpStatus.CONFLICT,
            value = {"NOT_OPEN", "CLOSED"})
    @ProblemCodes(
            status = HttpStatus.SERVICE_UNAVAILABLE,
            value = {"COUPONS_CLOSED", "RECOVERING"})
    AdmissionBody admit(
            @PathVariable UUID campaignId,
            @CurrentUser Caller caller,
            @RequestBody(required = false) @Nullable SolvedBody solved) {
        intakeSwitch.closed().ifPresent(closed -> {
            throw problems.intakeClosed(closed);
        });
        Campaign campaign = campaigns.find(campaignId).orElseThrow(ProblemException::notFound);
        if (!campaign.terms().admits(caller.segments())) {
            throw IntakeProblems.notEligible();
        }
        return switch (statuses.currentOrLastKnown(campaign).state()) {
            case SCHEDULED -> {
                if (!campaign.terms().acceptsTickets(clock.instant())) {
                    throw IntakeProblems.notOpen(
                            campaign.terms().opensAt(), campaign.terms().drawFrom());
                }
                yield admission(campaignId, caller, solved);
            }
            case CLOSED -> throw IntakeProblems.closed(null);
            case OPEN, PAUSED, SOLD_OUT -> admission(campaignId, caller, solved);
        };
    }

    private AdmissionBody admission(UUID campaignId, Caller caller, @Nullable SolvedBody solved) {
        challenges
                .missingBits(
                        campaignId,
                        caller.userId(),
                        solved == null ? null : solved.challenge(),
                        solved == null ? null : solved.nonce())
                .ifPresent(bits -> {
                    throw IntakeProblems.challengeUnsolved(bits);
                });
        Admissions.Admission admission = admissions.admit(campaignId, caller.userId());
        return new AdmissionBody(admission.text(), admission.expiresAt());
    }
}
