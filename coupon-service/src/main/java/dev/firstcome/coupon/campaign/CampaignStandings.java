package dev.firstcome.coupon.campaign;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.FoldView;
import dev.firstcome.coupon.progress.PublishedFold;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;

/**
 * What has become of campaigns, at most a second old while Redis answers, read once for all who ask. While it does not,
 * the last that was known: the intake may go on by it, since the log decides in any case.
 */
@Component
public final class CampaignStandings {
    private static final Duration AGE_MAX = Duration.ofMillis(800);
    private static final Duration REFRESH_AFTER = Duration.ofMillis(300);
    private static final Duration KNOWN_FOR = Duration.ofMinutes(10);
    private static final int CAMPAIGNS_MAX = 10_000;

    private final PublishedFold fold;
    private final ForgottenCampaigns forgotten;
    private final LoadingCache<Campaign, CampaignStanding> recent;
    private final Cache<Campaign, CampaignStanding> lastKnown = Caffeine.newBuilder()
            .maximumSize(CAMPAIGNS_MAX)
            .expireAfterWrite(KNOWN_FOR)
            .build();

    CampaignStandings(PublishedFold fold, ForgottenCampaigns forgotten) {
        this.fold = fold;
        this.forgotten = forgotten;
        this.recent = Caffeine.newBuilder()
                .maximumSize(CAMPAIGNS_MAX)
                .expireAfterWrite(AGE_MAX)
                .refreshAfterWrite(REFRESH_AFTER)
                .executor(work -> Thread.ofVirtual().name("standing").start(work))
                .build(this::load);
    }

    /** @throws FoldUnavailable if it is not known now */
    public CampaignStanding now(Campaign campaign) {
        return Objects.requireNonNull(recent.get(campaign));
    }

    /** As it is at this moment. */
    public CampaignStanding fresh(Campaign campaign) {
        recent.invalidate(campaign);
        return now(campaign);
    }

    /** Returns when no process answers by what it knew before this call any more. */
    public void awaitOthers() {
        LockSupport.parkNanos(AGE_MAX.plus(REFRESH_AFTER).toNanos());
    }

    /** As {@link #now}, or what was known last. */
    public CampaignStanding nowOrLast(Campaign campaign) {
        try {
            return now(campaign);
        } catch (FoldUnavailable away) {
            CampaignStanding last = lastKnown.getIfPresent(campaign);
            if (last == null) {
                throw away;
            }
            return last;
        }
    }

    private CampaignStanding load(Campaign campaign) {
        CampaignStanding standing = forgotten.isKnown(campaign) ? CampaignStanding.forgotten(campaign) : look(campaign);
        lastKnown.put(campaign, standing);
        return standing;
    }

    private CampaignStanding look(Campaign campaign) {
        FoldView.CampaignFold known =
                fold.look(campaign.partition(), -1, campaign.id(), null).campaign();
        if (known != null) {
            return standing(known);
        }
        if (!forgotten.isForgotten(campaign)) {
            throw new FoldUnavailable("the campaign is not in the state yet");
        }
        return CampaignStanding.forgotten(campaign);
    }

    private static CampaignStanding standing(FoldView.CampaignFold known) {
        long remaining = Math.max(0, known.stock() - known.issued());
        CampaignState state =
                switch (known.phase()) {
                    case SCHEDULED -> CampaignState.SCHEDULED;
                    case OPEN -> remaining == 0 ? CampaignState.SOLD_OUT : CampaignState.OPEN;
                    case PAUSED -> CampaignState.PAUSED;
                    case CLOSED -> CampaignState.CLOSED;
                };
        return new CampaignStanding(
                state,
                known.stock(),
                remaining,
                known.held() - known.served(),
                known.untilMillis() == 0 ? null : Instant.ofEpochMilli(known.untilMillis()),
                known.seed());
    }
}
