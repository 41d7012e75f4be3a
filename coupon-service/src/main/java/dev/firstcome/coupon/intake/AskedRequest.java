package dev.firstcome.coupon.intake;

import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.log.Position;
import java.util.UUID;

/** A request that is in the log, as its id says, of this user in this campaign. */
public record AskedRequest(Campaign campaign, Position place, UUID userId) {}
