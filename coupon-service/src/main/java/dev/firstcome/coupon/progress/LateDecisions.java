package dev.firstcome.coupon.progress;

import dev.firstcome.coupon.fold.FoldUnavailable;
import java.util.UUID;

/** What campaigns decided of held requests, long after these came. */
public interface LateDecisions {
    /**
     * Whether all of the campaign's are in signed blocks, so that nobody wants the campaign's own keys any more, of which their
     * leaves are made. True where it has none, or is forgotten.
     *
     * @throws FoldUnavailable if it cannot be said now
     */
    boolean areProved(int partition, UUID campaignId);
}
