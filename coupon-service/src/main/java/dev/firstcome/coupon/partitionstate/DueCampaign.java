package dev.firstcome.coupon.partitionstate;

import java.util.UUID;

/**
 * A campaign whose next opening or closing is due.
 *
 * @param drawPending whether its opening is a draw whose seed is not revealed yet
 */
public record DueCampaign(UUID campaignId, boolean open, boolean drawPending, long closesMillis) {
    /** Whether the closing is due. A campaign that was not opened in time is also closed. */
    public boolean isClosingDue(long nowMillis) {
        return open || nowMillis >= closesMillis;
    }
}
