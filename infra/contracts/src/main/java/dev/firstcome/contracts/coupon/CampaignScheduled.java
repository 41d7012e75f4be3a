package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The first record of a campaign.
 *
 * @param rules the version of the issuing rules that decides its records until a {@link RulesActivated}; since version 2
 *     a request that repeats a client id has the outcome of the first request with that id
 * @param stock coupons to give away on request, at least 1
 * @param perUserLimit requested coupons per user, at least 1
 * @param drawFrom with {@link CampaignMode#DRAW}: from when on tickets are taken, until {@code opensAt}
 * @param segments open to users of these segments only; empty: to all
 * @param seedHash with {@link CampaignMode#DRAW}: lower-case hex SHA-256 of the 32 bytes of the seed, published before
 */
@EventType("coupon.campaign-scheduled.v1")
public record CampaignScheduled(
        UUID campaignId,
        String commandId,
        int rules,
        long stock,
        int perUserLimit,
        CampaignMode mode,
        @Nullable Instant drawFrom,
        Instant opensAt,
        Instant closesAt,
        List<String> segments,
        @Nullable String seedHash)
        implements CouponCommand {}
