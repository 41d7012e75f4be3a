package dev.firstcome.coupon.audit;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.CampaignScheduled;
import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponRecord;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.CouponTakenBack;
import dev.firstcome.contracts.coupon.GrantIssued;
import dev.firstcome.contracts.coupon.RequestRejected;
import dev.firstcome.contracts.coupon.RequestRepeated;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what the users of one campaign were told, in whatever order it is read. Takes four bytes for each coupon and a bit
 * for each record of the log. Sequences and offsets alone must be in order, whatever the fold makes of the log. Not for several
 * threads at once.
 */
public final class ToldTally {
    /** Coupons whose sequences are looked at: 16 MiB of them. */
    public static final int SEQUENCES_MAX = 4_000_000;

    private static final int FEW = 1_024;
    private static final int NOBODY = -1;

    private final UUID campaignId;
    private final long floor;
    private final Map<String, Long> outcomes = new TreeMap<>();

    /** Places above the floor of which a result was seen. */
    private final BitSet told = new BitSet();

    /** By sequence, the place above the floor of the request that has it; there is no sequence 0. */
    private int[] holders = new int[0];

    private boolean isScheduled;

    /** From here on requests are served as they come; those before are tickets of a draw. */
    private long directFrom;

    private long opensMillis;
    private long time;
    private long repeated;
    private long duplicates;
    private long notChecked;

    /** @param floor the least offset that is told of */
    public ToldTally(UUID campaignId, long floor) {
        this.campaignId = campaignId;
        this.floor = floor;
        this.directFrom = floor;
    }

    /** Looks for a draw, and for its end, as the fold does: by the time of the records. To be given all of them, in order. */
    public void look(@Nullable CouponRecord record, long offset, long timeMillis) {
        if (record == null) {
            return;
        }
        time = Math.max(time, timeMillis);
        if (!isScheduled
                && record instanceof CampaignScheduled scheduled
                && scheduled.campaignId().equals(campaignId)) {
            isScheduled = true;
            opensMillis = scheduled.opensAt().toEpochMilli();
            directFrom = scheduled.mode() == CampaignMode.DRAW ? Long.MAX_VALUE : floor;
        }
        if (directFrom == Long.MAX_VALUE && time >= opensMillis) {
            directFrom = offset;
        }
    }

    /**
     * Adds a result, if it is of this campaign.
     *
     * @throws ArithmeticException if it is more than two billion records above the floor
     */
    public void take(CouponResult result) {
        if (!result.campaignId().equals(campaignId)) {
            return;
        }
        int place = Math.toIntExact(result.offset() - floor);
        if (told.get(place)) {
            repeated++;
            return;
        }
        told.set(place);
        outcomes.merge(outcomeOf(result), 1L, Long::sum);
        if (result instanceof CouponIssued coupon) {
            hold(coupon.sequence(), place);
        }
    }

    /** What a result tells, in one word: ISSUED, GRANTED, TAKEN_BACK, REPEATED, or the reason of a rejection. */
    public static String outcomeOf(CouponResult result) {
        return switch (result) {
            case CouponIssued _ -> "ISSUED";
            case GrantIssued _ -> "GRANTED";
            case CouponTakenBack _ -> "TAKEN_BACK";
            case RequestRepeated _ -> "REPEATED";
            case RequestRejected rejected -> rejected.reason().name();
        };
    }

    private void hold(long sequence, int place) {
        if (sequence < 1 || sequence > SEQUENCES_MAX) {
            notChecked++;
            return;
        }
        int index = (int) sequence;
        if (index >= holders.length) {
            int before = holders.length;
            holders = Arrays.copyOf(holders, Math.min(SEQUENCES_MAX + 1, Math.max(FEW, 2 * index)));
            Arrays.fill(holders, before, holders.length, NOBODY);
        }
        if (holders[index] == NOBODY) {
            holders[index] = place;
        } else {
            duplicates++;
        }
    }

    /**
     * What was taken so far.
     *
     * @param through the last record of which results were taken
     * @param fromTheBeginning whether all results were there to be taken, or the oldest may be gone
     */
    public ToldAudit audit(long through, boolean fromTheBeginning) {
        long gaps = 0;
        long missing = 0;
        long orderViolations = 0;
        int before = NOBODY;
        for (int sequence = 1; sequence < holders.length; sequence++) {
            int place = holders[sequence];
            if (place == NOBODY) {
                missing++;
                continue;
            }
            gaps += missing;
            missing = 0;
            if (before != NOBODY && place < before && floor + before >= directFrom) {
                orderViolations++;
            }
            before = place;
        }
        return new ToldAudit(
                through,
                outcomes,
                repeated,
                fromTheBeginning ? gaps : 0,
                duplicates,
                orderViolations,
                fromTheBeginning ? notChecked : notChecked + gaps);
    }
}
