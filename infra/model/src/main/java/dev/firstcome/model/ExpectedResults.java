package dev.firstcome.model;

import dev.firstcome.contracts.coupon.log.CouponGranted;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.log.CouponRevoked;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.CouponRevocationApplied;
import dev.firstcome.contracts.coupon.result.GrantIssued;
import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import dev.firstcome.contracts.coupon.result.RequestRepeated;
import dev.firstcome.model.hashing.CouponIds;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.log.LogRecordCodec;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.DeferredDecision;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Maps decisions to the results that must be published for them. */
public final class ExpectedResults {
    private ExpectedResults() {}

    /** Returns the result of this record; empty for deferred requests, most commands, and unreadable records. */
    public static Optional<CouponResult> of(LogRecord record, Decision decision) {
        CouponRecord read = LogRecordCodec.read(record).orElse(null);
        Instant at = Instant.ofEpochMilli(record.timestampMillis());
        if (read instanceof IssueRequested request) {
            return result(
                    new DeferredDecision(request.campaignId(), request.userId(), record.offset(), decision),
                    record.partition(),
                    at);
        }
        if (read instanceof CouponGranted grant && decision instanceof Decision.Granted(long sequence)) {
            UUID couponId = CouponIds.granted(grant.campaignId(), grant.userId(), sequence);
            return Optional.of(new GrantIssued(
                    record.partition(),
                    record.offset(),
                    grant.campaignId(),
                    grant.userId(),
                    couponId,
                    grant.grantId(),
                    sequence,
                    grant.message(),
                    at));
        }
        if (read instanceof CouponRevoked revoked && decision instanceof Decision.Revoked) {
            return Optional.of(new CouponRevocationApplied(
                    record.partition(),
                    record.offset(),
                    revoked.campaignId(),
                    revoked.userId(),
                    revoked.couponId(),
                    revoked.message(),
                    at));
        }
        return Optional.empty();
    }

    /** Returns the result of a deferred request that this record decided. */
    public static CouponResult of(LogRecord by, DeferredDecision late) {
        return result(late, by.partition(), Instant.ofEpochMilli(by.timestampMillis()))
                .orElseThrow();
    }

    private static Optional<CouponResult> result(DeferredDecision request, int partition, Instant at) {
        return switch (request.decision()) {
            case Decision.Issued(long sequence, int ordinal) ->
                Optional.of(new CouponIssued(
                        partition,
                        request.offset(),
                        request.campaignId(),
                        request.userId(),
                        CouponIds.of(request.campaignId(), request.userId(), sequence),
                        sequence,
                        ordinal,
                        at));
            case Decision.Duplicate(long sequence, int _) -> {
                UUID couponId = CouponIds.of(request.campaignId(), request.userId(), sequence);
                yield rejected(request, partition, at, RejectReason.DUPLICATE, couponId);
            }
            case Decision.DuplicateOfDeferred _ -> rejected(request, partition, at, RejectReason.DUPLICATE, null);
            case Decision.Repeated(long sequence, int _) -> {
                UUID couponId = CouponIds.of(request.campaignId(), request.userId(), sequence);
                yield repeated(request, partition, at, couponId);
            }
            case Decision.RepeatedOfDeferred _ -> repeated(request, partition, at, null);
            case Decision.SoldOut _ -> rejected(request, partition, at, RejectReason.SOLD_OUT, null);
            case Decision.NotOpen _ -> rejected(request, partition, at, RejectReason.NOT_OPEN, null);
            case Decision.Closed _, Decision.Purged _ -> rejected(request, partition, at, RejectReason.CLOSED, null);
            case Decision.Blocked _ -> rejected(request, partition, at, RejectReason.BLOCKED, null);
            case Decision.NotEligible _ -> rejected(request, partition, at, RejectReason.NOT_ELIGIBLE, null);
            case Decision.Deferred _ -> Optional.empty();
            case Decision.Invalid _, Decision.Done _, Decision.Refused _, Decision.Granted _, Decision.Revoked _ ->
                throw new IllegalArgumentException("not a decision on a request: " + request.decision());
        };
    }

    private static Optional<CouponResult> repeated(
            DeferredDecision request, int partition, Instant at, @Nullable UUID couponId) {
        long number = request.decision().numberOrZero();
        return Optional.of(new RequestRepeated(
                partition,
                request.offset(),
                request.campaignId(),
                request.userId(),
                couponId,
                couponId == null ? 0 : number,
                couponId == null ? number : 0,
                at));
    }

    private static Optional<CouponResult> rejected(
            DeferredDecision request, int partition, Instant at, RejectReason reason, @Nullable UUID couponId) {
        return Optional.of(new RequestRejected(
                partition, request.offset(), request.campaignId(), request.userId(), reason, couponId, at));
    }
}
