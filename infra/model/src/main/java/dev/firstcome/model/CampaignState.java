package dev.firstcome.model;

import java.util.SortedMap;
import java.util.UUID;

/**
 * All that the fold knows of one campaign.
 *
 * @param limit requested coupons per user
 * @param opens in milliseconds since 1970, as {@code closes}
 * @param issued coupons issued, and so the last sequence
 * @param holders by user
 * @param commands the decided commands by their id: {@link Decision.Done} or {@link Decision.Refused}
 */
public record CampaignState(
        int rules,
        long stock,
        int limit,
        long opens,
        long closes,
        Phase phase,
        long issued,
        SortedMap<UUID, Holding> holders,
        SortedMap<String, Decision> commands) {}
