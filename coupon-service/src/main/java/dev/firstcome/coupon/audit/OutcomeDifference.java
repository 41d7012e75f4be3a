package dev.firstcome.coupon.audit;

import java.util.UUID;

/**
 * A request, a grant or a revocation whose published result differs from the log.
 *
 * @param offset the offset of its record
 * @param published the published outcome
 * @param folded the outcome according to the log
 */
public record OutcomeDifference(
        UUID campaignId, UUID userId, long offset, OutcomeSummary published, OutcomeSummary folded) {
    /**
     * An outcome.
     *
     * @param outcome ISSUED, GRANTED, REVOKED, a rejection reason, DEFERRED, or NOTHING
     * @param sequence the sequence of the coupon, or of the coupon that a duplicate refers to; 0: none
     */
    public record OutcomeSummary(String outcome, long sequence) {
        boolean isCoupon() {
            return outcome.equals("ISSUED") || outcome.equals("GRANTED");
        }
    }

    /** The effect on the user's coupons. */
    public enum Effect {
        GAINED,
        LOST,
        /** Another coupon, or another rejection reason. */
        CHANGED
    }

    public Effect effect() {
        if (published.isCoupon() == folded.isCoupon()) {
            return Effect.CHANGED;
        }
        return folded.isCoupon() ? Effect.GAINED : Effect.LOST;
    }
}
