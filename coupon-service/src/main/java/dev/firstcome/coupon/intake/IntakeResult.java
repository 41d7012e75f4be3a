package dev.firstcome.coupon.intake;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The result of submitting a coupon request. */
public sealed interface IntakeResult {
    /**
     * The request is in the log. Accepted does not mean issued.
     *
     * @param receipt signed evidence of the log position; null if it could not be signed in time
     */
    record Accepted(
            String requestId,
            QueuePosition position,
            @Nullable String receipt) implements IntakeResult {}

    /** @param drawFrom start of the ticket phase of the draw; null if there is no draw */
    record NotOpen(Instant opensAt, @Nullable Instant drawFrom) implements IntakeResult {}

    /** @param couponId the coupon that the user already has; null if there is none */
    record SoldOut(@Nullable UUID couponId) implements IntakeResult {}

    /** @param couponId the coupon that the user already has; null if there is none */
    record Closed(@Nullable UUID couponId) implements IntakeResult {}

    /** The admission is missing, forged, expired, or of another user or campaign. */
    record NotAdmitted() implements IntakeResult {}

    record UnknownCampaign() implements IntakeResult {}

    /**
     * The intake of all campaigns is closed. Queued requests are still decided.
     *
     * @param until scheduled end; null if an operator has to reopen it
     */
    record IntakeClosed(String reason, @Nullable Instant until) implements IntakeResult {}

    /** The number of undecided requests exceeds the limit. */
    record QueueFull() implements IntakeResult {}
}
