package dev.firstcome.coupon.campaign;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.progress.PublishedState;
import dev.firstcome.coupon.progress.Watermarks;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Distinguishes purged campaigns from campaigns that the state does not contain yet. A campaign is announced after its
 * first record is published. If the state has applied all published records and lacks an announced campaign, the
 * campaign was purged. A purge is final, so the result is cached.
 */
@Component
public final class PurgedCampaigns {
    private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(2);
    private static final int CAMPAIGNS_MAX = 100_000;

    private final PublishedState state;
    private final Watermarks watermarks;
    private final Cache<UUID, Boolean> known =
            Caffeine.newBuilder().maximumSize(CAMPAIGNS_MAX).build();

    PurgedCampaigns(PublishedState state, Watermarks watermarks) {
        this.state = state;
        this.watermarks = watermarks;
    }

    /** Whether the cache of this process knows that the campaign was purged. Performs no I/O. */
    public boolean isKnown(Campaign campaign) {
        return known.getIfPresent(campaign.id()) != null;
    }

    /**
     * Whether an announced campaign that the state does not contain was purged.
     *
     * @throws PartitionStateUnavailableException if the state is unavailable
     */
    public boolean isPurged(Campaign campaign) {
        if (isKnown(campaign)) {
            return true;
        }
        catchUp();
        boolean purged =
                state.read(campaign.partition(), -1, campaign.id(), null).campaign() == null;
        if (purged) {
            known.put(campaign.id(), true);
        }
        return purged;
    }

    private void catchUp() {
        try {
            watermarks.catchUp(CATCH_UP_TIMEOUT);
        } catch (IllegalStateException timeout) {
            throw new PartitionStateUnavailableException("the progress topic was not read in time", timeout);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PartitionStateUnavailableException("interrupted while reading the progress topic", interrupted);
        }
    }
}
