package dev.firstcome.coupon.watching;

import java.util.Optional;
import java.util.UUID;

/** What the watch asks about a campaign, where what it reads does not say it. */
@FunctionalInterface
public interface CampaignFacts {
    /** Empty: it is not known now. */
    Optional<Facts> of(UUID campaignId);

    /**
     * A campaign now.
     *
     * @param isDrawn whether its order begins with a draw
     * @param stock with all that was added
     * @param held requests that wait for a resume or a draw
     */
    record Facts(boolean isDrawn, int perUserLimit, long stock, long held) {}
}
