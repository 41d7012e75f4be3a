package dev.firstcome.coupon.intake.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.coupon.intake.Place;
import dev.firstcome.coupon.intake.RequestStanding;
import dev.firstcome.coupon.issuing.IssuingHold;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a request stands, over HTTP. What is not known, or does not belong to the state, is missing.
 *
 * @param position requests before this one, at most
 * @param soldOutLikely true where fewer coupons are left than requests stand before this one: advice only
 * @param resumesAt of a held request, or while all issuing is held: when it is expected to go on
 * @param heldBecause why all issuing is held
 * @param receipt in the answer to the request: what anybody can check its place with
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StandingBody(
        String requestId,
        String state,
        @Nullable Long position,
        @Nullable Long estimatedWaitMillis,
        @Nullable Boolean soldOutLikely,
        @Nullable UUID couponId,
        @Nullable Long sequence,
        @Nullable RejectReason reason,
        @Nullable Instant resumesAt,
        @Nullable String heldBecause,
        @Nullable String receipt) {

    /** Of one that was just accepted. */
    static StandingBody accepted(String requestId, Place place, @Nullable String receipt) {
        return waiting(requestId, place, new Waiting(null, null, receipt));
    }

    /** What else is said of one that waits. */
    private record Waiting(
            @Nullable Boolean soldOutLikely,
            IssuingHold.@Nullable Held hold,
            @Nullable String receipt) {}

    private static StandingBody waiting(String requestId, Place place, Waiting more) {
        IssuingHold.Held hold = more.hold();
        return new StandingBody(
                requestId,
                "WAITING",
                place.position(),
                place.estimatedWaitMillis(),
                more.soldOutLikely(),
                null,
                null,
                null,
                hold == null ? null : hold.until(),
                hold == null ? null : hold.reason(),
                more.receipt());
    }

    static StandingBody of(String requestId, RequestStanding standing) {
        return switch (standing) {
            case RequestStanding.Waiting(var place, var soldOutLikely, var hold) ->
                waiting(requestId, place, new Waiting(soldOutLikely, hold, null));
            case RequestStanding.Held(var _, var position, var until) ->
                new StandingBody(requestId, "HELD", position, null, null, null, null, null, until, null, null);
            case RequestStanding.Forgotten() ->
                new StandingBody(requestId, "FORGOTTEN", null, null, null, null, null, null, null, null, null);
            case RequestStanding.Issued(var couponId, var sequence) ->
                new StandingBody(requestId, "ISSUED", null, null, null, couponId, sequence, null, null, null, null);
            case RequestStanding.Rejected(var reason, var couponId) ->
                new StandingBody(requestId, "REJECTED", null, null, null, couponId, null, reason, null, null, null);
        };
    }

    /** The same standing has the same one, in every process. */
    String eventId() {
        String place = position == null ? "" : "-" + position;
        String until = resumesAt == null ? "" : "-" + resumesAt.toEpochMilli();
        return state + place + until + (heldBecause == null ? "" : "-held");
    }
}
