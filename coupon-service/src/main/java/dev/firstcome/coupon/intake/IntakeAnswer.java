package dev.firstcome.coupon.intake;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the intake says to a request for a coupon. */
public sealed interface IntakeAnswer {
    /**
     * It is in the log. Accepted is not issued.
     *
     * @param receipt the shop's signature on its place; null: it could not be made in time
     */
    record Accepted(String requestId, Place place, @Nullable String receipt) implements IntakeAnswer {}

    /** @param drawFrom from when on tickets for its draw are taken; null: there is no draw */
    record NotOpen(Instant opensAt, @Nullable Instant drawFrom) implements IntakeAnswer {}

    /** @param couponId the coupon that this user has all the same; null: none */
    record SoldOut(@Nullable UUID couponId) implements IntakeAnswer {}

    /** @param couponId the coupon that this user has all the same; null: none */
    record Closed(@Nullable UUID couponId) implements IntakeAnswer {}

    /** No, a forged, an expired or another's admission. */
    record NotAdmitted() implements IntakeAnswer {}

    record UnknownCampaign() implements IntakeAnswer {}

    /**
     * An operator has closed the intake; what is in line is served.
     *
     * @param until when that ends by itself; null: when it is opened again
     */
    record Stopped(String reason, @Nullable Instant until) implements IntakeAnswer {}

    /** More waits than may wait. */
    record Full() implements IntakeAnswer {}
}
