package dev.firstcome.coupon.intake.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.coupon.intake.QueuePosition;
import dev.firstcome.coupon.intake.RequestStatus;
import dev.firstcome.coupon.issuercontrol.IssuingPause;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The JSON representation of a request status. Unknown or inapplicable fields are omitted.
 *
 * @param position maximum number of requests before this one
 * @param soldOutLikely whether fewer coupons remain than requests precede this one; not binding
 * @param resumesAt expected resume time of a deferred request, or of all issuing
 * @param pauseReason reason for the pause of all issuing
 * @param receipt only in the response to the request: signed evidence of its log position
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RequestStatusBody(
        String requestId,
        String state,
        @Nullable Long position,
        @Nullable Long estimatedWaitMillis,
        @Nullable Boolean soldOutLikely,
        @Nullable UUID couponId,
        @Nullable Long sequence,
        @Nullable RejectReason reason,
        @Nullable Instant resumesAt,
        @Nullable String pauseReason,
        @Nullable String receipt) {
    /** The status of a request that was just accepted. */
    static RequestStatusBody accepted(String requestId, QueuePosition position, @Nullable String receipt) {
        return waiting(requestId, position, new WaitingDetails(null, null, receipt));
    }

    /** The optional fields of a waiting request. */
    private record WaitingDetails(
            @Nullable Boolean soldOutLikely,
            IssuingPause.@Nullable Pause pause,
            @Nullable String receipt) {}

    private static RequestStatusBody waiting(String requestId, QueuePosition position, WaitingDetails details) {
        IssuingPause.Pause pause = details.pause();
        return new RequestStatusBody(
                requestId,
                "WAITING",
                position.position(),
                position.estimatedWaitMillis(),
                details.soldOutLikely(),
                null,
                null,
                null,
                pause == null ? null : pause.until(),
                pause == null ? null : pause.reason(),
                details.receipt());
    }

    static RequestStatusBody of(String requestId, RequestStatus status) {
        return switch (status) {
            case RequestStatus.Waiting(var position, var soldOutLikely, var pause) ->
                waiting(requestId, position, new WaitingDetails(soldOutLikely, pause, null));
            case RequestStatus.Deferred(var _, var position, var until) ->
                new RequestStatusBody(requestId, "DEFERRED", position, null, null, null, null, null, until, null, null);
            case RequestStatus.Purged() ->
                new RequestStatusBody(requestId, "PURGED", null, null, null, null, null, null, null, null, null);
            case RequestStatus.Issued(var couponId, var sequence) ->
                new RequestStatusBody(
                        requestId, "ISSUED", null, null, null, couponId, sequence, null, null, null, null);
            case RequestStatus.Rejected(var reason, var couponId) ->
                new RequestStatusBody(
                        requestId, "REJECTED", null, null, null, couponId, null, reason, null, null, null);
        };
    }

    /** Returns an id that is the same for equal statuses in all processes. */
    String eventId() {
        String positionSuffix = position == null ? "" : "-" + position;
        String untilSuffix = resumesAt == null ? "" : "-" + resumesAt.toEpochMilli();
        return state + positionSuffix + untilSuffix + (pauseReason == null ? "" : "-paused");
    }
}
