package dev.firstcome.coupon.campaign;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.CampaignScheduled;
import dev.firstcome.coupon.draw.DrawSeeds;
import dev.firstcome.coupon.fold.Draws;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.stereotype.Service;

/**
 * Makes a campaign: its row first, then its first record, then, once the fold has taken it, its announcement. A call that
 * is repeated under the same command id goes on where the one before it stopped.
 */
@Service
public final class ScheduleCampaign {
    private static final int RULES = 2;

    private final Campaigns campaigns;
    private final RequestLog log;
    private final CampaignLine line;
    private final BucketedIds ids;
    private final DrawSeeds seeds;

    ScheduleCampaign(Campaigns campaigns, RequestLog log, CampaignLine line, BucketedIds ids, DrawSeeds seeds) {
        this.campaigns = campaigns;
        this.log = log;
        this.line = line;
        this.ids = ids;
        this.seeds = seeds;
    }

    /** What became of the call. */
    public sealed interface Answer {
        record Scheduled(Campaign campaign) implements Answer {}

        /** The same command id was used for other terms. */
        record OtherTerms() implements Answer {}

        /** The fold's rules do not take such a campaign. */
        record Refused() implements Answer {}
    }

    /** @throws FoldUnavailable if the fold has not decided in time; the call may be repeated */
    public Answer schedule(Campaign.Terms terms, UUID operator, String commandId) {
        Bucket bucket = new Bucket(Objects.hash(operator, commandId) & (Bucket.COUNT - 1));
        int partition = ThreadLocalRandom.current().nextInt(log.partitions());
        UUID id = ids.next(bucket);
        String seedHash = terms.mode() == CampaignMode.DRAW ? Draws.hashOf(seeds.of(id)) : null;
        Campaign campaign = campaigns.keep(new Campaign(id, partition, terms, operator, commandId, seedHash));
        if (!campaign.terms().equals(terms)) {
            return new Answer.OtherTerms();
        }
        if (campaigns.find(campaign.id()).isEmpty() && !decide(campaign)) {
            return new Answer.Refused();
        }
        return new Answer.Scheduled(campaign);
    }

    private boolean decide(Campaign campaign) {
        Outcome outcome = line.decide(campaign, List.of(record(campaign))).getFirst();
        if (outcome.code() != Outcome.Code.DONE) {
            return false;
        }
        campaigns.announce(campaign.id());
        return true;
    }

    private static CampaignScheduled record(Campaign campaign) {
        Campaign.Terms terms = campaign.terms();
        return new CampaignScheduled(
                campaign.id(),
                campaign.commandId(),
                RULES,
                terms.stock(),
                terms.perUserLimit(),
                terms.mode(),
                terms.drawFrom(),
                terms.opensAt(),
                terms.closesAt(),
                terms.segments(),
                campaign.seedHash());
    }
}
