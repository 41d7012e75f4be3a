package dev.firstcome.coupon.wallet;

import java.time.Instant;
import java.util.UUID;

/**
 * Coupons in the hands of payments. Each call is one transaction under the coupon's lock, and may be repeated: of however
 * many calls at once, one payment gets the coupon, and it is redeemed or released, not both.
 */
public interface Reservations {
    /** What became of the call. */
    sealed interface Answer {
        /** It is as the caller wants it, now or since before. */
        record Done(Coupon coupon) implements Answer {}

        /** The coupon is not free. */
        record NotAvailable(CouponState state) implements Answer {}

        /** This payment's own reservation does not allow it any more. */
        record Ended(ReservationState state) implements Answer {}

        /** This payment has not reserved the coupon. */
        record NotReserved() implements Answer {}

        /** This user has no such coupon. */
        record UnknownCoupon() implements Answer {}
    }

    /**
     * One payment's wish.
     *
     * @param expired whether the coupon's time is over
     */
    record Wish(UUID userId, UUID couponId, UUID paymentId, boolean expired) {}

    Answer reserve(Wish wish);

    Answer redeem(Wish wish);

    /** Gives the coupon back, if it is not taken back or expired meanwhile; without a reservation it forbids one. */
    Answer release(Wish wish);

    /** Marks coupons of the campaign that nobody used before this time; says how many, at most {@code limit} a shard. */
    int expire(UUID campaignId, Instant issuedBefore, int limit);
}
