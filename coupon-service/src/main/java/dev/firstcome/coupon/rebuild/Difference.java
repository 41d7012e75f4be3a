package dev.firstcome.coupon.rebuild;

import java.util.UUID;

/**
 * A request, a grant or a revocation of which a user was told something else than the fold says.
 *
 * @param offset of its record
 */
public record Difference(UUID campaignId, UUID userId, long offset, Fate told, Fate folded) {
    /**
     * What became of it.
     *
     * @param outcome ISSUED, GRANTED, TAKEN_BACK, the reason of a rejection, HELD, or NOTHING
     * @param sequence of the coupon, or of the one that a duplicate refers to; 0: of none
     */
    public record Fate(String outcome, long sequence) {
        boolean isCoupon() {
            return outcome.equals("ISSUED") || outcome.equals("GRANTED");
        }
    }

    /** What it means for the user's coupons. */
    public enum Effect {
        GAINED,
        LOST,
        /** Another coupon, or another reason for none. */
        CHANGED
    }

    public Effect effect() {
        if (told.isCoupon() == folded.isCoupon()) {
            return Effect.CHANGED;
        }
        return folded.isCoupon() ? Effect.GAINED : Effect.LOST;
    }
}
