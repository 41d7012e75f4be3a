package dev.firstcome.coupon.intake.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.coupon.intake.Place;
import dev.firstcome.coupon.intake.RequestStanding;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a request stands, over HTTP. What is not known, or does not belong to the state, is missing.
 *
 * @param position requests before this one, at most
 * @param soldOutLikely true where fewer coupons are left than requests stand before this one: advice only
 * @param resumesAt of a held request: when it is expected to go on
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
        @Nullable String receipt) {

    /** Of one that was just accepted. */
    static StandingBody accepted(String requestId, Place place, @Nullable String receipt) {
        Long wait = place.estimatedWaitMillis();
        return new StandingBody(requestId, "WAITING", place.position(), wait, null, null, null, null, null, receipt);
    }

    private static StandingBody waiting(String requestId, Place place, boolean soldOutLikely) {
        Long wait = place.estimatedWaitMillis();
        return new StandingBody(
                requestId, "WAITING", place.position(), wait, soldOutLikely, null, null, null, null, null);
    }

    static StandingBody of(String requestId, RequestStanding standing) {
        return switch (standing) {
            case RequestStanding.Waiting(var place, var soldOutLikely) -> waiting(requestId, place, soldOutLikely);
            case RequestStanding.Held(var _, var position, var until) ->
                new StandingBody(requestId, "HELD", position, null, null, null, null, null, until, null);
            case RequestStanding.Issued(var couponId, var sequence) ->
                new StandingBody(requestId, "ISSUED", null, null, null, couponId, sequence, null, null, null);
            case RequestStanding.Rejected(var reason, var couponId) ->
                new StandingBody(requestId, "REJECTED", null, null, null, couponId, null, reason, null, null);
        };
    }

    /** The same standing has the same one, in every process. */
    String eventId() {
        String place = position == null ? "" : "-" + position;
        return state + place + (resumesAt == null ? "" : "-" + resumesAt.toEpochMilli());
    }
}
