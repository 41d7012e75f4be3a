package dev.firstcome.coupon.audit;

import dev.firstcome.contracts.coupon.CampaignOpened;
import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponRecord;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.coupon.CouponTakenBack;
import dev.firstcome.contracts.coupon.GrantIssued;
import dev.firstcome.contracts.coupon.RequestRejected;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what the users of one campaign were told, in whatever order it is read. Takes four bytes for each coupon and a bit
 * for each record of the log. Knows nothing of the fold: sequences and offsets alone must be in order. For one thread.
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

    private long opened;
    private long repeated;
    private long duplicates;
    private long notChecked;

    /** @param floor the least offset that is told of */
    public ToldTally(UUID campaignId, long floor) {
        this.campaignId = campaignId;
        this.floor = floor;
        this.opened = floor;
    }

    /** Looks for the opening: coupons of requests before it were drawn, in no order of theirs. */
    public void look(@Nullable CouponRecord record, long offset) {
        if (record instanceof CampaignOpened && record.campaignId().equals(campaignId)) {
            opened = Math.max(opened, offset);
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
        outcomes.merge(outcome(result), 1L, Long::sum);
        if (result instanceof CouponIssued coupon) {
            hold(coupon.sequence(), place);
        }
    }

    private static String outcome(CouponResult result) {
        return switch (result) {
            case CouponIssued _ -> "ISSUED";
            case GrantIssued _ -> "GRANTED";
            case CouponTakenBack _ -> "TAKEN_BACK";
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

    /** What was taken so far. */
    public ToldAudit audit() {
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
            boolean isDrawn = floor + place < opened;
            if (before != NOBODY && place < before && !isDrawn) {
                orderViolations++;
            }
            before = place;
        }
        return new ToldAudit(outcomes, repeated, gaps, duplicates, orderViolations, notChecked);
    }
}
