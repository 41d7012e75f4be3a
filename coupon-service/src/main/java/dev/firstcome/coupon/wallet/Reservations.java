package dev.firstcome.coupon.wallet;

import java.time.Instant;
import java.util.UUID;

/**
 * The reservations of coupons by payments. Each call is one transaction that locks the coupon row. Calls are idempotent
 * and may be concurrent: at most one payment reserves a coupon, and each reservation is redeemed or released, not both.
 */
public interface Reservations {
    /** Result of a call. */
    sealed interface Result {
        /** The reservation has the requested state, through this call or an earlier one. */
        record Applied(Coupon coupon) implements Result {}

        /** The coupon is not available in this state. */
        record NotAvailable(CouponState state) implements Result {}

        /** The reservation of this payment already has a final state that conflicts with the call. */
        record AlreadyFinal(ReservationState state) implements Result {}

        /** This payment has not reserved the coupon. */
        record NotReserved() implements Result {}

        /** The user has no coupon with this id. */
        record UnknownCoupon() implements Result {}
    }

    /**
     * Identifies the reservation of one coupon by one payment.
     *
     * @param expired whether the validity of the coupon is over
     */
    record ReservationRequest(UUID userId, UUID couponId, UUID paymentId, boolean expired) {}

    Result reserve(ReservationRequest request);

    Result redeem(ReservationRequest request);

    /** Makes the coupon available, revoked or expired. Without a reservation, it prevents a later one. */
    Result release(ReservationRequest request);

    /**
     * Marks unused coupons issued before this time as expired, at most {@code limit} per shard. Returns their number.
     */
    int expire(UUID campaignId, Instant issuedBefore, int limit);
}
