package dev.firstcome.coupon.fold;

import java.util.List;
import java.util.UUID;

/**
 * What a partition's state still needs of its log.
 *
 * @param applied where the state stood
 * @param timeMillis the fold's time there
 * @param floor where a fold may begin as soon as all up to {@code applied} is published: at the first record that a campaign
 *     still needs, or at the last record where there is no campaign
 * @param ended the campaigns that are closed, the earliest closed first
 */
public record FoldNeeds(long applied, long timeMillis, Floor floor, List<Ended> ended) {
    /** A campaign that is over, where its closing is, and the fold's time there. */
    public record Ended(UUID campaignId, long offset, long timeMillis) {}
}
