package dev.firstcome.coupon.admission;

import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Verifies that a user has solved the challenge of a campaign, if the campaign has a challenge level. */
@Component
public final class ChallengeVerifier {
    private final ChallengeLevels levels;
    private final Challenges challenges;

    ChallengeVerifier(ChallengeLevels levels, Challenges challenges) {
        this.levels = levels;
        this.challenges = challenges;
    }

    /** Returns the required bits of a challenge that is not solved; empty if the user needs no further challenge. */
    public OptionalInt missingBits(UUID campaignId, UUID userId, @Nullable String challenge, @Nullable String nonce) {
        int bits = levels.of(campaignId);
        boolean passed = bits <= 0
                || (challenge != null
                        && nonce != null
                        && challenges.isSolved(challenge, nonce, campaignId, userId, bits));
        return passed ? OptionalInt.empty() : OptionalInt.of(bits);
    }
}
