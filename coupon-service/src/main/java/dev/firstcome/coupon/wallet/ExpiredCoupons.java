package dev.firstcome.coupon.wallet;

import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.platform.scheduling.RepeatingTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Notes of coupons that nobody used in time that they have expired, so that others hear of it. What a coupon is worth
 * does not hang on it: one whose time is over counts as expired at once.
 */
@Component
public final class ExpiredCoupons implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(ExpiredCoupons.class);
    private static final int CAMPAIGNS_AT_ONCE = 100;
    private static final int COUPONS_AT_ONCE = 500;

    /** How long after the last coupon of a campaign has expired it is looked at: longer than any outage. */
    private static final Duration LOOKED_AT_FOR = Duration.ofDays(30);

    private final Campaigns campaigns;
    private final Reservations reservations;
    private final Clock clock;
    private final ScheduledExecutorService every = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("expired-coupons").factory());

    ExpiredCoupons(Campaigns campaigns, Reservations reservations, WalletProperties properties, Clock clock) {
        this.campaigns = campaigns;
        this.reservations = reservations;
        this.clock = clock;
        RepeatingTask.schedule(properties.expiryEvery(), every, "the look for expired coupons", this::lookAtAll);
    }

    private void lookAtAll() {
        UUID before = null;
        try {
            do {
                before = lookAtSome(before);
            } while (before != null);
        } catch (DataAccessException | TransactionException away) {
            log.warn("expired coupons are looked for later: {}", away.toString());
        }
    }

    /** Returns where to go on; null at the end. */
    private @Nullable UUID lookAtSome(@Nullable UUID before) {
        List<Campaign> some = campaigns.page(before, CAMPAIGNS_AT_ONCE);
        for (Campaign campaign : some) {
            Duration validity = Duration.ofDays(campaign.terms().validityDays());
            Instant issuedBefore = clock.instant().minus(validity);
            Instant end = campaign.terms().closesAt().plus(LOOKED_AT_FOR);
            if (issuedBefore.isAfter(campaign.terms().opensAt()) && issuedBefore.isBefore(end)) {
                expire(campaign.id(), issuedBefore);
            }
        }
        return some.size() < CAMPAIGNS_AT_ONCE ? null : some.getLast().id();
    }

    private void expire(UUID campaignId, Instant issuedBefore) {
        int expired;
        do {
            expired = reservations.expire(campaignId, issuedBefore, COUPONS_AT_ONCE);
        } while (expired > 0 && !Thread.currentThread().isInterrupted());
    }

    @Override
    public void destroy() {
        every.shutdownNow();
    }
}
