package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.IssueRequested;
import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.contracts.coupon.RequestRejected;
import dev.firstcome.coupon.fold.CouponIds;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.log.LogEntry;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is published of an outcome: a function of the record and the outcome, so a repetition says the same. */
public final class Results {
    private static final int ONLY_ONE = 1;

    private Results() {}

    /** The result of a request; null for commands and for what could not be read. */
    public static @Nullable CouponResult of(int partition, LogEntry entry, Outcome outcome) {
        if (!(entry.record() instanceof IssueRequested asked)) {
            return null;
        }
        Instant at = Instant.ofEpochMilli(entry.timeMillis());
        UUID couponId = outcome.sequence() == 0
                ? null
                : CouponIds.requested(asked.campaignId(), outcome.sequence(), asked.userId());
        if (outcome.code() == Outcome.Code.ISSUED && couponId != null) {
            return new CouponIssued(
                    partition,
                    entry.offset(),
                    asked.campaignId(),
                    asked.userId(),
                    couponId,
                    outcome.sequence(),
                    ONLY_ONE,
                    at);
        }
        RejectReason reason = reason(outcome.code());
        return new RequestRejected(partition, entry.offset(), asked.campaignId(), asked.userId(), reason, couponId, at);
    }

    /** The reason that clients are given for an outcome which is not a coupon. */
    public static RejectReason reason(Outcome.Code code) {
        return switch (code) {
            case DUPLICATE -> RejectReason.DUPLICATE;
            case SOLD_OUT -> RejectReason.SOLD_OUT;
            case NOT_OPEN -> RejectReason.NOT_OPEN;
            case CLOSED, FORGOTTEN -> RejectReason.CLOSED;
            case BLOCKED -> RejectReason.BLOCKED;
            case NOT_ELIGIBLE -> RejectReason.NOT_ELIGIBLE;
            case INVALID -> RejectReason.INVALID;
            case NONE, ISSUED, DONE, REFUSED -> throw new IllegalStateException(code + " is not a rejection");
        };
    }
}
