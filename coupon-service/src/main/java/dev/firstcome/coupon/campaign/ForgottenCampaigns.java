package dev.firstcome.coupon.campaign;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.progress.PublishedFold;
import dev.firstcome.coupon.progress.Watermarks;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Tells a campaign that the state has forgotten from one that the state does not have yet. A campaign is announced after its
 * first record is published; so a state which is at all that is published by now, and does not have it, has had it. It never
 * comes back, so this is found out once.
 */
@Component
public final class ForgottenCampaigns {
    private static final Duration READ_WITHIN = Duration.ofSeconds(2);
    private static final int CAMPAIGNS_MAX = 100_000;

    private final PublishedFold fold;
    private final Watermarks watermarks;
    private final Cache<UUID, Boolean> known =
            Caffeine.newBuilder().maximumSize(CAMPAIGNS_MAX).build();

    ForgottenCampaigns(PublishedFold fold, Watermarks watermarks) {
        this.fold = fold;
        this.watermarks = watermarks;
    }

    /** Whether this process knows it already. Needs nothing but memory. */
    public boolean isKnown(Campaign campaign) {
        return known.getIfPresent(campaign.id()) != null;
    }

    /**
     * Whether an announced campaign that the state does not have is forgotten.
     *
     * @throws FoldUnavailable if it cannot be said now
     */
    public boolean isForgotten(Campaign campaign) {
        if (isKnown(campaign)) {
            return true;
        }
        readAll();
        boolean forgotten =
                fold.look(campaign.partition(), -1, campaign.id(), null).campaign() == null;
        if (forgotten) {
            known.put(campaign.id(), true);
        }
        return forgotten;
    }

    private void readAll() {
        try {
            watermarks.catchUp(READ_WITHIN);
        } catch (IllegalStateException late) {
            throw new FoldUnavailable("what is published was not read in time", late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new FoldUnavailable("stopped while reading what is published", stopped);
        }
    }
}
