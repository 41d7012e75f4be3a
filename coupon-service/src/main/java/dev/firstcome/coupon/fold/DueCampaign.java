package dev.firstcome.coupon.fold;

import java.util.UUID;

/**
 * A campaign whose opening or closing comes next.
 *
 * @param toBeDrawn whether its opening is a draw whose seed is not revealed yet
 */
public record DueCampaign(UUID campaignId, boolean open, boolean toBeDrawn, long closesMillis) {
    /** Whether it is the closing that is due; a campaign that nobody opened in time is closed, too. */
    public boolean over(long nowMillis) {
        return open || nowMillis >= closesMillis;
    }
}
