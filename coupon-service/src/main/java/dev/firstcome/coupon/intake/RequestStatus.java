package dev.firstcome.coupon.intake;

import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.coupon.issuercontrol.IssuingPause;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The status of a request. Issued, rejected and purged are final. */
public sealed interface RequestStatus {
    default boolean isFinal() {
        return this instanceof Issued || this instanceof Rejected || this instanceof Purged;
    }

    /**
     * The request is not decided yet.
     *
     * @param soldOutLikely whether fewer coupons remain than requests precede this one; not binding
     * @param pause the pause of all issuing; null if issuing is running
     */
    record Waiting(QueuePosition position, boolean soldOutLikely, IssuingPause.@Nullable Pause pause)
            implements RequestStatus {}

    /**
     * The campaign is paused and the request keeps its position, or it is a ticket of a future draw.
     *
     * @param arrival number of the request among the deferred requests of its campaign
     * @param position number of requests that are decided before this one; null for a ticket of a draw
     * @param until expected resume time; null if not specified
     */
    record Deferred(
            long arrival, @Nullable Long position, @Nullable Instant until) implements RequestStatus {}

    record Issued(UUID couponId, long sequence) implements RequestStatus {}

    /** The campaign was purged and the request got no coupon. The rejection reason is no longer known. */
    record Purged() implements RequestStatus {}

    /** @param couponId with DUPLICATE: the coupon that the user already has */
    record Rejected(RejectReason reason, @Nullable UUID couponId) implements RequestStatus {}
}
