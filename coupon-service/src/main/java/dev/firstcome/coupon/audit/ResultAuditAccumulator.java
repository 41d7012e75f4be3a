package dev.firstcome.coupon.audit;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.contracts.coupon.log.CouponRecord;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.coupon.result.CouponRevocationApplied;
import dev.firstcome.contracts.coupon.result.GrantIssued;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import dev.firstcome.contracts.coupon.result.RequestRepeated;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Accumulates the published results of one campaign, in any order. Checks only sequences and offsets, independently of
 * the partition state. Uses four bytes per coupon and one bit per record of the log. Not thread-safe.
 */
public final class ResultAuditAccumulator {
    /** Maximum number of checked sequences, which use 16 MiB. */
    public static final int SEQUENCES_MAX = 4_000_000;

    private static final int INITIAL_CAPACITY = 1_024;
    private static final int NONE = -1;

    private final UUID campaignId;
    private final long firstOffset;
    private final Map<String, Long> outcomes = new TreeMap<>();

    /** Offsets, relative to the first offset, whose result was added. */
    private final BitSet seen = new BitSet();

    /** By sequence, the relative offset of the request that has it. Sequence 0 does not exist. */
    private int[] holders = new int[0];

    private boolean isScheduled;

    /** The first offset after the draw. Earlier requests are tickets of the draw. */
    private long orderedFrom;

    private long opensMillis;
    private long time;
    private long repeated;
    private long duplicates;
    private long notChecked;

    /** @param firstOffset the lowest offset of the audited results */
    public ResultAuditAccumulator(UUID campaignId, long firstOffset) {
        this.campaignId = campaignId;
        this.firstOffset = firstOffset;
        this.orderedFrom = firstOffset;
    }

    /**
     * Detects a draw and its end by the timestamps of records, as the partition state does. Must be called for all
     * records, in order.
     */
    public void observe(@Nullable CouponRecord record, long offset, long timeMillis) {
        if (record == null) {
            return;
        }
        time = Math.max(time, timeMillis);
        if (!isScheduled
                && record instanceof CampaignScheduled scheduled
                && scheduled.campaignId().equals(campaignId)) {
            isScheduled = true;
            opensMillis = scheduled.opensAt().toEpochMilli();
            orderedFrom = scheduled.mode() == CampaignMode.DRAW ? Long.MAX_VALUE : firstOffset;
        }
        if (orderedFrom == Long.MAX_VALUE && time >= opensMillis) {
            orderedFrom = offset;
        }
    }

    /**
     * Adds a result; ignores results of other campaigns.
     *
     * @throws ArithmeticException if the offset is more than two billion above the first offset
     */
    public void add(CouponResult result) {
        if (!result.campaignId().equals(campaignId)) {
            return;
        }
        int relativeOffset = Math.toIntExact(result.offset() - firstOffset);
        if (seen.get(relativeOffset)) {
            repeated++;
            return;
        }
        seen.set(relativeOffset);
        outcomes.merge(outcomeOf(result), 1L, Long::sum);
        if (result instanceof CouponIssued coupon) {
            addSequence(coupon.sequence(), relativeOffset);
        }
    }

    /** Returns the outcome of a result: ISSUED, GRANTED, REVOKED, REPEATED, or the rejection reason. */
    public static String outcomeOf(CouponResult result) {
        return switch (result) {
            case CouponIssued _ -> "ISSUED";
            case GrantIssued _ -> "GRANTED";
            case CouponRevocationApplied _ -> "REVOKED";
            case RequestRepeated _ -> "REPEATED";
            case RequestRejected rejected -> rejected.reason().name();
        };
    }

    private void addSequence(long sequence, int relativeOffset) {
        if (sequence < 1 || sequence > SEQUENCES_MAX) {
            notChecked++;
            return;
        }
        int index = (int) sequence;
        if (index >= holders.length) {
            int before = holders.length;
            holders = Arrays.copyOf(holders, Math.min(SEQUENCES_MAX + 1, Math.max(INITIAL_CAPACITY, 2 * index)));
            Arrays.fill(holders, before, holders.length, NONE);
        }
        if (holders[index] == NONE) {
            holders[index] = relativeOffset;
        } else {
            duplicates++;
        }
    }

    /**
     * Returns the audit of the added results.
     *
     * @param through the last record whose results were added
     * @param isComplete whether all results were available; false if the topic lacks its oldest results
     */
    public ResultAudit audit(long through, boolean isComplete) {
        long gaps = 0;
        long missing = 0;
        long orderViolations = 0;
        int previous = NONE;
        for (int sequence = 1; sequence < holders.length; sequence++) {
            int holder = holders[sequence];
            if (holder == NONE) {
                missing++;
                continue;
            }
            gaps += missing;
            missing = 0;
            if (previous != NONE && holder < previous && firstOffset + previous >= orderedFrom) {
                orderViolations++;
            }
            previous = holder;
        }
        return new ResultAudit(
                through,
                outcomes,
                repeated,
                isComplete ? gaps : 0,
                duplicates,
                orderViolations,
                isComplete ? notChecked : notChecked + gaps);
    }
}
