package dev.firstcome.coupon.audit;

import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.CouponRevocationApplied;
import dev.firstcome.contracts.coupon.result.GrantIssued;
import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import dev.firstcome.contracts.coupon.result.RequestRepeated;
import dev.firstcome.coupon.audit.OutcomeDifference.OutcomeSummary;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.result.ResultMapper;
import dev.firstcome.coupon.shadow.ShadowState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Compares published results with a shadow state, in a range of offsets. Results of requests that are still deferred in
 * the shadow are skipped.
 */
public final class ResultComparison {
    private final ShadowState shadow;
    private final ShadowState.Range range;
    private final @Nullable UUID campaignId;
    private final @Nullable ResultAuditAccumulator audit;

    /** Compared offsets, relative to the start of the range. Results may be duplicated. */
    private final BitSet compared = new BitSet();

    private final Set<Long> differing = new HashSet<>();

    /**
     * @param campaignId the only compared campaign; null: all
     * @param audit accumulates all compared results; null: none
     */
    public ResultComparison(
            ShadowState shadow,
            ShadowState.Range range,
            @Nullable UUID campaignId,
            @Nullable ResultAuditAccumulator audit) {
        this.shadow = shadow;
        this.range = range;
        this.campaignId = campaignId;
        this.audit = audit;
    }

    public long compared() {
        return compared.cardinality();
    }

    public List<OutcomeDifference> differences(List<CouponResult> results) {
        List<OutcomeDifference> differences = new ArrayList<>();
        for (CouponResult result : results) {
            long index = result.offset() - range.first();
            boolean selected = index >= 0
                    && result.offset() <= range.last()
                    && (campaignId == null || campaignId.equals(result.campaignId()));
            if (!selected) {
                continue;
            }
            Outcome outcome = shadow.outcome(result.offset());
            if (outcome != null && isSkipped(outcome, result)) {
                continue;
            }
            compared.set(Math.toIntExact(index));
            if (audit != null) {
                audit.add(result);
            }
            OutcomeSummary folded = folded(outcome);
            if (!isSame(result, outcome, folded) && differing.add(result.offset())) {
                differences.add(new OutcomeDifference(
                        result.campaignId(), result.userId(), result.offset(), published(result), folded));
            }
        }
        return differences;
    }

    /**
     * Skips requests that are deferred. It also skips campaigns below the low watermark that are purged: the shadow
     * does not know them, and their published results remain valid.
     */
    private static boolean isSkipped(Outcome outcome, CouponResult published) {
        boolean closed = published instanceof RequestRejected rejected && rejected.reason() == RejectReason.CLOSED;
        return outcome.code() == Outcome.Code.DEFERRED || (outcome.code() == Outcome.Code.PURGED && !closed);
    }

    private static boolean isSame(CouponResult published, @Nullable Outcome outcome, OutcomeSummary folded) {
        return switch (published) {
            case CouponIssued issued ->
                folded.equals(published(issued)) && outcome != null && outcome.ordinal() == issued.ordinal();
            case GrantIssued grant -> folded.equals(published(grant));
            case CouponRevocationApplied revoked -> folded.equals(published(revoked));
            case RequestRepeated repeated ->
                folded.equals(published(repeated))
                        && couponOf(outcome, repeated).equals(text(repeated.couponId()));
            case RequestRejected rejected ->
                folded.outcome().equals(rejected.reason().name())
                        && couponOf(outcome, rejected).equals(text(rejected.couponId()));
        };
    }

    private static String couponOf(@Nullable Outcome outcome, CouponResult result) {
        return outcome == null
                ? text(null)
                : text(ResultMapper.couponOf(outcome, result.campaignId(), result.userId()));
    }

    private static String text(@Nullable UUID id) {
        return String.valueOf(id);
    }

    private static OutcomeSummary published(CouponResult result) {
        long sequence =
                switch (result) {
                    case CouponIssued issued -> issued.sequence();
                    case GrantIssued grant -> grant.sequence();
                    case RequestRepeated repeated -> repeated.sequence() + repeated.arrival();
                    case CouponRevocationApplied _, RequestRejected _ -> 0;
                };
        return new OutcomeSummary(ResultAuditAccumulator.outcomeOf(result), sequence);
    }

    /** The outcome as it is published, so that outcomes with equal publications are equal. */
    private static OutcomeSummary folded(@Nullable Outcome outcome) {
        if (outcome == null) {
            return new OutcomeSummary("NOTHING", 0);
        }
        return switch (outcome.code()) {
            case ISSUED, GRANTED -> new OutcomeSummary(outcome.code().name(), outcome.number());
            case REPEATED, REPEATED_OF_DEFERRED -> new OutcomeSummary("REPEATED", outcome.number());
            case DUPLICATE, DUPLICATE_OF_DEFERRED -> new OutcomeSummary("DUPLICATE", 0);
            case CLOSED, PURGED -> new OutcomeSummary("CLOSED", 0);
            default -> new OutcomeSummary(outcome.code().name(), 0);
        };
    }
}
