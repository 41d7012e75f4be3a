package dev.firstcome.coupon.result;

import dev.firstcome.contracts.coupon.log.CouponGranted;
import dev.firstcome.contracts.coupon.log.CouponRevoked;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.CouponRevocationApplied;
import dev.firstcome.contracts.coupon.result.GrantIssued;
import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import dev.firstcome.contracts.coupon.result.RequestRepeated;
import dev.firstcome.coupon.hashing.CouponIds;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.partitionstate.DeferredRequest;
import dev.firstcome.coupon.partitionstate.Outcome;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Maps outcomes to published results. A pure function of record and outcome: republished results are identical. */
public final class ResultMapper {
    private ResultMapper() {}

    /**
     * Maps the outcome of a record. Returns null for most commands, for unreadable records, and for requests whose
     * result is published with a later record.
     */
    public static @Nullable CouponResult of(int partition, LogEntry entry, Outcome outcome) {
        Instant at = Instant.ofEpochMilli(entry.timeMillis());
        return switch (entry.record()) {
            case IssueRequested request
            when outcome.fanOut() == 0 && outcome.code() != Outcome.Code.DEFERRED ->
                decided(partition, entry.offset(), new Requester(request.campaignId(), request.userId()), outcome, at);
            case CouponGranted granted
            when outcome.code() == Outcome.Code.GRANTED ->
                new GrantIssued(
                        partition,
                        entry.offset(),
                        granted.campaignId(),
                        granted.userId(),
                        CouponIds.granted(granted.campaignId(), outcome.number(), granted.userId()),
                        granted.grantId(),
                        outcome.number(),
                        granted.message(),
                        at);
            case CouponRevoked revoked
            when outcome.code() == Outcome.Code.REVOKED ->
                new CouponRevocationApplied(
                        partition,
                        entry.offset(),
                        revoked.campaignId(),
                        revoked.userId(),
                        revoked.couponId(),
                        revoked.message(),
                        at);
            case null, default -> null;
        };
    }

    /** Maps the outcome of a deferred request. The result has the time of the deciding record. */
    public static CouponResult of(int partition, LogEntry by, DeferredRequest request, Outcome outcome) {
        UUID campaignId = Objects.requireNonNull(by.record()).campaignId();
        Instant at = Instant.ofEpochMilli(by.timeMillis());
        return decided(partition, request.offset(), new Requester(campaignId, request.userId()), outcome, at);
    }

    /** The campaign and the user of a request. */
    public record Requester(UUID campaignId, UUID userId) {}

    /** Returns the result of a request with this outcome at this time. */
    public static CouponResult decided(int partition, long offset, Requester requester, Outcome outcome, Instant at) {
        UUID couponId = couponOf(outcome, requester.campaignId(), requester.userId());
        if (outcome.code() == Outcome.Code.ISSUED && couponId != null) {
            return new CouponIssued(
                    partition,
                    offset,
                    requester.campaignId(),
                    requester.userId(),
                    couponId,
                    outcome.number(),
                    outcome.ordinal(),
                    at);
        }
        if (outcome.code() == Outcome.Code.REPEATED || outcome.code() == Outcome.Code.REPEATED_OF_DEFERRED) {
            return new RequestRepeated(
                    partition,
                    offset,
                    requester.campaignId(),
                    requester.userId(),
                    couponId,
                    couponId == null ? 0 : outcome.number(),
                    couponId == null ? outcome.number() : 0,
                    at);
        }
        return new RequestRejected(
                partition, offset, requester.campaignId(), requester.userId(), reason(outcome.code()), couponId, at);
    }

    /** Returns the coupon that the outcome issues or refers to; null if there is none. */
    public static @Nullable UUID couponOf(Outcome outcome, UUID campaignId, UUID userId) {
        boolean hasCoupon =
                switch (outcome.code()) {
                    case ISSUED, DUPLICATE, REPEATED -> true;
                    default -> false;
                };
        return hasCoupon ? CouponIds.requested(campaignId, outcome.number(), userId) : null;
    }

    /** Returns the public reason of a rejection. */
    public static RejectReason reason(Outcome.Code code) {
        return switch (code) {
            case DUPLICATE, DUPLICATE_OF_DEFERRED -> RejectReason.DUPLICATE;
            case SOLD_OUT -> RejectReason.SOLD_OUT;
            case NOT_OPEN -> RejectReason.NOT_OPEN;
            case CLOSED, PURGED -> RejectReason.CLOSED;
            case BLOCKED -> RejectReason.BLOCKED;
            case NOT_ELIGIBLE -> RejectReason.NOT_ELIGIBLE;
            case INVALID -> RejectReason.INVALID;
            case NONE, ISSUED, DONE, REFUSED, DEFERRED, GRANTED, REVOKED, REPEATED, REPEATED_OF_DEFERRED ->
                throw new IllegalStateException(code + " is not a rejection");
        };
    }
}
