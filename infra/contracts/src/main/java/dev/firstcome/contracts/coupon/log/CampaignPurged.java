package dev.firstcome.contracts.coupon.log;

import dev.firstcome.contracts.EventType;
import java.util.UUID;

/**
 * Removes the state of a closed campaign from its partition.
 *
 * @param through the published offset that the writer knew. The command is REFUSED if the campaign was closed above it,
 *     because an unpublished decision could not be read from the state after the purge.
 */
@EventType("coupon.campaign-purged.v1")
public record CampaignPurged(UUID campaignId, String commandId, long through) implements CouponCommand {}
