package dev.firstcome.coupon.intake;

import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.coupon.issuing.IssuingHold;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a request stands. Once issued or rejected, it stays so. */
public sealed interface RequestStanding {
    /** Whether it stays so. */
    default boolean isFinal() {
        return this instanceof Issued || this instanceof Rejected || this instanceof Forgotten;
    }

    /**
     * @param soldOutLikely whether fewer coupons are left than requests stand before this one: advice, and no promise
     * @param hold why nothing is decided for now; null: it is
     */
    record Waiting(Place place, boolean soldOutLikely, IssuingHold.@Nullable Held hold) implements RequestStanding {}

    /**
     * The campaign is paused, and the request keeps its place; or it is a ticket of a draw that is yet to come.
     *
     * @param arrival the so-manieth of its campaign that was held
     * @param position requests that will be decided before this one; null: that is drawn
     * @param until when it is expected to go on; null: not said
     */
    record Held(
            long arrival, @Nullable Long position, @Nullable Instant until) implements RequestStanding {}

    record Issued(UUID couponId, long sequence) implements RequestStanding {}

    /** Its campaign is forgotten, and no coupon came of it; what it was rejected for is not known any more. */
    record Forgotten() implements RequestStanding {}

    /** @param couponId with DUPLICATE: the coupon that the user already has */
    record Rejected(RejectReason reason, @Nullable UUID couponId) implements RequestStanding {}
}
