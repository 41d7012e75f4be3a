package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.CouponGranted;
import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.CouponRevoked;
import dev.firstcome.contracts.coupon.CouponTakenBack;
import dev.firstcome.contracts.coupon.GrantIssued;
import dev.firstcome.contracts.coupon.IssueRequested;
import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.contracts.coupon.RequestRejected;
import dev.firstcome.contracts.coupon.RequestRepeated;
import dev.firstcome.coupon.fold.CouponIds;
import dev.firstcome.coupon.fold.HeldRequest;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.log.LogEntry;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is published of an outcome: a function of the record and the outcome, so a repetition says the same. */
public final class Results {
    private Results() {}

    /**
     * The result of a record; null for most commands, for what could not be read, and for a request that another record
     * decides, with which it is published.
     */
    public static @Nullable CouponResult of(int partition, LogEntry entry, Outcome outcome) {
        Instant at = Instant.ofEpochMilli(entry.timeMillis());
        return switch (entry.record()) {
            case IssueRequested asked
            when outcome.fanOut() == 0 && outcome.code() != Outcome.Code.HELD ->
                decided(partition, entry.offset(), new Asked(asked.campaignId(), asked.userId()), outcome, at);
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
            when outcome.code() == Outcome.Code.TAKEN_BACK ->
                new CouponTakenBack(
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

    /** The result of a held request, at the time of the record that decided it. */
    public static CouponResult of(int partition, LogEntry by, HeldRequest request, Outcome outcome) {
        UUID campaignId = Objects.requireNonNull(by.record()).campaignId();
        Instant at = Instant.ofEpochMilli(by.timeMillis());
        return decided(partition, request.offset(), new Asked(campaignId, request.userId()), outcome, at);
    }

    /** Who asked, and for what. */
    public record Asked(UUID campaignId, UUID userId) {}

    /** The result of a request that was decided so at this time. */
    public static CouponResult decided(int partition, long offset, Asked asked, Outcome outcome, Instant at) {
        UUID couponId = couponOf(outcome, asked.campaignId(), asked.userId());
        if (outcome.code() == Outcome.Code.ISSUED && couponId != null) {
            return new CouponIssued(
                    partition,
                    offset,
                    asked.campaignId(),
                    asked.userId(),
                    couponId,
                    outcome.number(),
                    outcome.ordinal(),
                    at);
        }
        if (outcome.code() == Outcome.Code.REPEATED || outcome.code() == Outcome.Code.REPEATED_OF_DEFERRED) {
            return new RequestRepeated(
                    partition,
                    offset,
                    asked.campaignId(),
                    asked.userId(),
                    couponId,
                    couponId == null ? 0 : outcome.number(),
                    couponId == null ? outcome.number() : 0,
                    at);
        }
        return new RequestRejected(
                partition, offset, asked.campaignId(), asked.userId(), reason(outcome.code()), couponId, at);
    }

    /** The coupon that the outcome gives or refers to; null if it does neither. */
    public static @Nullable UUID couponOf(Outcome outcome, UUID campaignId, UUID userId) {
        boolean hasCoupon =
                switch (outcome.code()) {
                    case ISSUED, DUPLICATE, REPEATED -> true;
                    default -> false;
                };
        return hasCoupon ? CouponIds.requested(campaignId, outcome.number(), userId) : null;
    }

    /** The reason that clients are given for an outcome which is not a coupon. */
    public static RejectReason reason(Outcome.Code code) {
        return switch (code) {
            case DUPLICATE, DUPLICATE_OF_HELD -> RejectReason.DUPLICATE;
            case SOLD_OUT -> RejectReason.SOLD_OUT;
            case NOT_OPEN -> RejectReason.NOT_OPEN;
            case CLOSED, FORGOTTEN -> RejectReason.CLOSED;
            case BLOCKED -> RejectReason.BLOCKED;
            case NOT_ELIGIBLE -> RejectReason.NOT_ELIGIBLE;
            case INVALID -> RejectReason.INVALID;
            case NONE, ISSUED, DONE, REFUSED, HELD, GRANTED, TAKEN_BACK, REPEATED, REPEATED_OF_DEFERRED ->
                throw new IllegalStateException(code + " is not a rejection");
        };
    }
}
