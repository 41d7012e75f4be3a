package dev.firstcome.contracts.coupon.log;

import dev.firstcome.contracts.EventType;
import dev.firstcome.contracts.coupon.CampaignMode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Creates a campaign: its first record in the log.
 *
 * @param rules the version of the issuing rules, valid until a {@link RulesActivated}; since version 2 a request with a
 *     repeated client id gets the outcome of the first request with that id
 * @param stock number of coupons for requests, at least 1
 * @param perUserLimit maximum number of requested coupons of a user, at least 1
 * @param drawFrom with {@link CampaignMode#DRAW}: the time from which tickets are accepted, until {@code opensAt}
 * @param segments the segments whose users are eligible; if empty, all users are eligible
 * @param seedHash with {@link CampaignMode#DRAW}: SHA-256 hash of the 32 bytes of the seed in lower-case hex
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
