package dev.firstcome.coupon.intake;

import dev.firstcome.contracts.coupon.RejectReason;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a request stands. Once issued or rejected, it stays so. */
public sealed interface RequestStanding {
    record Waiting(Place place) implements RequestStanding {}

    record Issued(UUID couponId, long sequence) implements RequestStanding {}

    /** @param couponId with DUPLICATE: the coupon that the user already has */
    record Rejected(RejectReason reason, @Nullable UUID couponId) implements RequestStanding {}
}
