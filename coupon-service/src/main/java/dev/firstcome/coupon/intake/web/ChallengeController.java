package dev.firstcome.coupon.intake.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.coupon.admission.ChallengeLevels;
import dev.firstcome.coupon.admission.Challenges;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.platform.audit.AuditNotes;
import dev.firstcome.platform.audit.OperatorReason;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.tokens.CurrentUser;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The proof-of-work challenge before an admission, and its difficulty for operators. */
@RestController
@Tag(name = "Queue")
class ChallengeController {
    private final Campaigns campaigns;
    private final ChallengeLevels levels;
    private final Challenges challenges;

    ChallengeController(Campaigns campaigns, ChallengeLevels levels, Challenges challenges) {
        this.campaigns = campaigns;
        this.levels = levels;
        this.challenges = challenges;
    }

    /** Without a challenge if {@code bits} is 0. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChallengeBody(
            int bits, @Nullable String challenge, @Nullable Instant expiresAt) {}

    record LevelBody(@Nullable Integer bits, @Nullable String reason) {}

    record LevelAnswer(int bits) {}

    @GetMapping("/api/campaigns/{campaignId}/challenge")
    @Operation(
            operationId = "getChallenge",
            summary = "The proof-of-work challenge before an admission; 0 bits: none is needed")
    ChallengeBody challenge(@PathVariable UUID campaignId, @CurrentUser UUID userId) {
        int bits = levels.of(existing(campaignId));
        if (bits == 0) {
            return new ChallengeBody(0, null, null);
        }
        Challenges.Challenge challenge = challenges.create(campaignId, userId, bits);
        return new ChallengeBody(challenge.bits(), challenge.text(), challenge.expiresAt());
    }

    @PutMapping("/ops/campaigns/{campaignId}/challenge")
    @Operation(
            operationId = "setChallengeLevel",
            summary = "Sets the difficulty of the proof-of-work challenge; 0 bits: none")
    LevelAnswer set(@PathVariable UUID campaignId, @RequestBody LevelBody body, HttpServletRequest call) {
        AuditNotes notes = AuditNotes.of(call).because(OperatorReason.of(body.reason()));
        Integer bits = body.bits();
        if (bits == null || bits < 0 || bits > ChallengeLevels.BITS_MAX) {
            throw ProblemException.invalid("bits", "0 to " + ChallengeLevels.BITS_MAX);
        }
        notes.changed(levels.set(existing(campaignId), bits), bits);
        return new LevelAnswer(bits);
    }

    private UUID existing(UUID campaignId) {
        return campaigns.find(campaignId).map(Campaign::id).orElseThrow(ProblemException::notFound);
    }
}
