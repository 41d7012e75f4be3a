package dev.firstcome.coupon.retention;

import java.util.List;
import java.util.UUID;

/**
 * The part of the log that a partition state needs.
 *
 * @param applied the offset of the last record that the state applied
 * @param timeMillis the partition time at that record
 * @param lowWatermark valid once everything up to {@code applied} is published: the first record of the oldest
 *     campaign, or the last record if there is no campaign
 * @param ended the closed campaigns, the earliest closed first
 */
public record RetentionRequirements(long applied, long timeMillis, LowWatermark lowWatermark, List<Ended> ended) {
    /** A closed campaign, with the offset of its closing record and the partition time at that record. */
    public record Ended(UUID campaignId, long offset, long timeMillis) {}
}
