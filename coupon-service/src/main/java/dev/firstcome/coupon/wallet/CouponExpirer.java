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
 * Marks unused coupons as expired after their validity, so that other services receive the event. Validity does not
 * depend on it: {@link CouponRedeemer} treats a coupon as expired from its {@code expiresAt} on.
 */
@Component
public final class CouponExpirer implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(CouponExpirer.class);
    private static final int CAMPAIGNS_PER_PAGE = 100;
    private static final int COUPONS_PER_BATCH = 500;

    /** A campaign is scanned until this long after its last coupon has expired. Longer than any outage. */
    private static final Duration SCANNED_FOR = Duration.ofDays(30);

    private final Campaigns campaigns;
    private final Reservations reservations;
    private final Clock clock;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("expired-coupons").factory());

    CouponExpirer(Campaigns campaigns, Reservations reservations, WalletProperties properties, Clock clock) {
        this.campaigns = campaigns;
        this.reservations = reservations;
        this.clock = clock;
        RepeatingTask.schedule(properties.expiryEvery(), scheduler, "coupon expiry", this::expireAll);
    }

    private void expireAll() {
        UUID before = null;
        try {
            do {
                before = expirePage(before);
            } while (before != null);
        } catch (DataAccessException | TransactionException unavailable) {
            log.warn("coupon expiry failed; it is retried in the next run: {}", unavailable.toString());
        }
    }

    /** Returns the cursor of the next page, or null after the last page. */
    private @Nullable UUID expirePage(@Nullable UUID before) {
        List<Campaign> page = campaigns.page(before, CAMPAIGNS_PER_PAGE);
        for (Campaign campaign : page) {
            Duration validity = Duration.ofDays(campaign.terms().validityDays());
            Instant issuedBefore = clock.instant().minus(validity);
            Instant end = campaign.terms().closesAt().plus(SCANNED_FOR);
            if (issuedBefore.isAfter(campaign.terms().opensAt()) && issuedBefore.isBefore(end)) {
                expire(campaign.id(), issuedBefore);
            }
        }
        return page.size() < CAMPAIGNS_PER_PAGE ? null : page.getLast().id();
    }

    private void expire(UUID campaignId, Instant issuedBefore) {
        int expired;
        do {
            expired = reservations.expire(campaignId, issuedBefore, COUPONS_PER_BATCH);
        } while (expired > 0 && !Thread.currentThread().isInterrupted());
    }

    @Override
    public void destroy() {
        scheduler.shutdownNow();
    }
}
