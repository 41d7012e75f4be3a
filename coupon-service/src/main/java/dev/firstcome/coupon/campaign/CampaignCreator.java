package dev.firstcome.coupon.campaign;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.coupon.draw.DrawSeeds;
import dev.firstcome.coupon.hashing.DrawAlgorithm;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.stereotype.Service;

/**
 * Creates campaigns: inserts the row, appends the first record to the log, and announces the campaign once the record
 * is decided. A retry with the same command id continues after the last completed step.
 */
@Service
public final class CampaignCreator {
    private static final int RULES = 2;

    private final Campaigns campaigns;
    private final RequestLog log;
    private final CampaignCommandLog commands;
    private final BucketedIds ids;
    private final DrawSeeds seeds;

    CampaignCreator(
            Campaigns campaigns, RequestLog log, CampaignCommandLog commands, BucketedIds ids, DrawSeeds seeds) {
        this.campaigns = campaigns;
        this.log = log;
        this.commands = commands;
        this.ids = ids;
        this.seeds = seeds;
    }

    /** The result of a creation. */
    public sealed interface Result {
        record Created(Campaign campaign) implements Result {}

        /** The same command id was used with different terms. */
        record DifferentTerms() implements Result {}

        /** The rules of the partition state do not allow the campaign. */
        record Rejected() implements Result {}
    }

    /** @throws PartitionStateUnavailableException if the first record is not decided in time; the caller may retry */
    public Result create(Campaign.Terms terms, UUID operator, String commandId) {
        Bucket bucket = new Bucket(Objects.hash(operator, commandId) & (Bucket.COUNT - 1));
        int partition = ThreadLocalRandom.current().nextInt(log.partitions());
        UUID id = ids.next(bucket);
        String seedHash = terms.mode() == CampaignMode.DRAW ? DrawAlgorithm.hashOf(seeds.of(id)) : null;
        Campaign campaign = campaigns.saveIfAbsent(new Campaign(id, partition, terms, operator, commandId, seedHash));
        if (!campaign.terms().equals(terms)) {
            return new Result.DifferentTerms();
        }
        if (campaigns.find(campaign.id()).isEmpty() && !schedule(campaign)) {
            return new Result.Rejected();
        }
        return new Result.Created(campaign);
    }

    private boolean schedule(Campaign campaign) {
        Outcome outcome = commands.execute(campaign, List.of(record(campaign))).getFirst();
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
