package dev.firstcome.coupon.intake;

import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.log.LogPosition;
import java.util.UUID;

/** A request of a user that was appended to the log at this position. */
public record QueuedRequest(Campaign campaign, LogPosition position, UUID userId) {}
