package dev.firstcome.model;

import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.IssueRequested;
import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.contracts.coupon.RequestRejected;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The result that must be published for a record of the log. */
public final class ExpectedResults {
    private ExpectedResults() {}

    /** The result of this record under this decision; empty for commands and for what cannot be read. */
    public static Optional<CouponResult> of(LogRecord record, Decision decision) {
        if (RecordForm.read(record).orElse(null) instanceof IssueRequested request) {
            return Optional.of(result(record, request, decision));
        }
        return Optional.empty();
    }

    private static CouponResult result(LogRecord record, IssueRequested request, Decision decision) {
        return switch (decision) {
            case Decision.Issued(long sequence) -> issued(record, request, sequence);
            case Decision.Duplicate(long sequence) ->
                rejected(
                        record,
                        request,
                        RejectReason.DUPLICATE,
                        CouponIds.of(request.campaignId(), request.userId(), sequence));
            case Decision.SoldOut _ -> rejected(record, request, RejectReason.SOLD_OUT, null);
            case Decision.NotOpen _ -> rejected(record, request, RejectReason.NOT_OPEN, null);
            case Decision.Closed _, Decision.Forgotten _ -> rejected(record, request, RejectReason.CLOSED, null);
            case Decision.Invalid _, Decision.Done _, Decision.Refused _ ->
                throw new IllegalArgumentException("no request is decided " + decision);
        };
    }

    private static CouponIssued issued(LogRecord record, IssueRequested request, long sequence) {
        return new CouponIssued(
                record.partition(),
                record.offset(),
                request.campaignId(),
                request.userId(),
                CouponIds.of(request.campaignId(), request.userId(), sequence),
                sequence,
                1,
                Instant.ofEpochMilli(record.timestampMillis()));
    }

    private static RequestRejected rejected(
            LogRecord record, IssueRequested request, RejectReason reason, @Nullable UUID couponId) {
        return new RequestRejected(
                record.partition(),
                record.offset(),
                request.campaignId(),
                request.userId(),
                reason,
                couponId,
                Instant.ofEpochMilli(record.timestampMillis()));
    }
}
