package dev.firstcome.coupon.campaign;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.partitionstate.StateView;
import dev.firstcome.coupon.progress.PublishedState;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;

/**
 * Caches campaign statuses: at most one second old while Redis is available, otherwise the last known status. The
 * intake may use a stale status, because the partition state decides every request again.
 */
@Component
public final class CampaignStatusCache {
    private static final Duration AGE_MAX = Duration.ofMillis(800);
    private static final Duration REFRESH_AFTER = Duration.ofMillis(300);
    private static final Duration LAST_KNOWN_TTL = Duration.ofMinutes(10);
    private static final int CAMPAIGNS_MAX = 10_000;

    private final PublishedState publishedState;
    private final PurgedCampaigns purged;
    private final LoadingCache<Campaign, CampaignStatus> recent;
    private final Cache<Campaign, CampaignStatus> lastKnown = Caffeine.newBuilder()
            .maximumSize(CAMPAIGNS_MAX)
            .expireAfterWrite(LAST_KNOWN_TTL)
            .build();

    CampaignStatusCache(PublishedState publishedState, PurgedCampaigns purged) {
        this.publishedState = publishedState;
        this.purged = purged;
        this.recent = Caffeine.newBuilder()
                .maximumSize(CAMPAIGNS_MAX)
                .expireAfterWrite(AGE_MAX)
                .refreshAfterWrite(REFRESH_AFTER)
                .executor(work -> Thread.ofVirtual().name("campaign-status").start(work))
                .build(this::load);
    }

    /** @throws PartitionStateUnavailableException if the status is currently unknown */
    public CampaignStatus current(Campaign campaign) {
        return Objects.requireNonNull(recent.get(campaign));
    }

    /** Reads the status without using the cache. */
    public CampaignStatus refresh(Campaign campaign) {
        recent.invalidate(campaign);
        return current(campaign);
    }

    /** Waits until no process uses a status that it cached before this call. */
    public void awaitExpiryInAllProcesses() {
        LockSupport.parkNanos(AGE_MAX.plus(REFRESH_AFTER).toNanos());
    }

    /** Returns {@link #current}, or the last known status if the current one is unavailable. */
    public CampaignStatus currentOrLastKnown(Campaign campaign) {
        try {
            return current(campaign);
        } catch (PartitionStateUnavailableException unavailable) {
            CampaignStatus last = lastKnown.getIfPresent(campaign);
            if (last == null) {
                throw unavailable;
            }
            return last;
        }
    }

    private CampaignStatus load(Campaign campaign) {
        CampaignStatus status = purged.isKnown(campaign) ? CampaignStatus.purged(campaign) : read(campaign);
        lastKnown.put(campaign, status);
        return status;
    }

    private CampaignStatus read(Campaign campaign) {
        StateView.CampaignView found = publishedState
                .read(campaign.partition(), -1, campaign.id(), null)
                .campaign();
        if (found != null) {
            return status(found);
        }
        if (!purged.isPurged(campaign)) {
            throw new PartitionStateUnavailableException("the campaign is not in the state yet");
        }
        return CampaignStatus.purged(campaign);
    }

    private static CampaignStatus status(StateView.CampaignView campaign) {
        long remaining = Math.max(0, campaign.stock() - campaign.issued());
        CampaignState state =
                switch (campaign.phase()) {
                    case SCHEDULED -> CampaignState.SCHEDULED;
                    case OPEN -> remaining == 0 ? CampaignState.SOLD_OUT : CampaignState.OPEN;
                    case PAUSED -> CampaignState.PAUSED;
                    case CLOSED -> CampaignState.CLOSED;
                };
        return new CampaignStatus(
                state,
                campaign.stock(),
                remaining,
                campaign.arrivals() - campaign.served(),
                campaign.untilMillis() == 0 ? null : Instant.ofEpochMilli(campaign.untilMillis()),
                campaign.seed());
    }
}
