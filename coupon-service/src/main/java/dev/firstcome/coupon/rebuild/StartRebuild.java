package dev.firstcome.coupon.rebuild;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.log.LogReaders;
import dev.firstcome.coupon.progress.Watermarks;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Begins rebuilds, and says before what one would touch. */
@Service
public final class StartRebuild {
    /** What is counted with before anything was measured: records in a second. */
    private static final long RATE_ASSUMED = 50_000;

    private static final long OUTCOME_BYTES = 8;
    private static final long CAMPAIGN_BYTES = 2_000;
    private static final long HOLDER_BYTES = 64;

    private final Campaigns campaigns;
    private final Rebuilds rebuilds;
    private final LogReaders logs;
    private final Watermarks watermarks;
    private final RebuildRunner runner;

    StartRebuild(Campaigns campaigns, Rebuilds rebuilds, LogReaders logs, Watermarks watermarks, RebuildRunner runner) {
        this.campaigns = campaigns;
        this.rebuilds = rebuilds;
        this.logs = logs;
        this.watermarks = watermarks;
        this.runner = runner;
    }

    /** The campaign's partition; empty if there is no such campaign. */
    public Optional<Integer> partitionOf(UUID campaignId) {
        return campaigns.find(campaignId).map(Campaign::partition);
    }

    public Rebuilds.Begun begin(Rebuild.Wish wish) {
        Rebuilds.Begun begun = rebuilds.begin(wish);
        runner.wake();
        return begun;
    }

    /**
     * What a rebuild would touch.
     *
     * @param records of the log that are read
     * @param bytes that the shadow takes in Redis, about, for as long as it lasts
     * @param seconds that the fold takes, about
     * @param messages that users are sent: none
     */
    public record Preview(int partition, long records, long campaigns, long bytes, long seconds, long messages) {}

    public Preview preview(int partition) {
        LogReaders.Extent extent = logs.extent(partition);
        IssueProgress progress = watermarks.of(partition);
        long floor = progress == null ? extent.start() : progress.floor();
        long records = Math.max(0, extent.end() - floor);
        long known = rebuilds.campaignsOf(partition);
        long bytes = records * (OUTCOME_BYTES + HOLDER_BYTES) + known * CAMPAIGN_BYTES;
        return new Preview(partition, records, known, bytes, Math.ceilDiv(records, rate(partition)), 0);
    }

    private long rate(int partition) {
        return rebuilds.latest(partition, 1).stream()
                .map(last -> last.report().recordsPerSecond())
                .filter(measured -> measured > 0)
                .findFirst()
                .orElse(RATE_ASSUMED);
    }

    /** The rebuild, if it is one of this partition and, where a campaign is named, one that tells of it alone. */
    public Optional<Rebuild> find(UUID rebuildId, int partition, @Nullable UUID campaignId) {
        return rebuilds.find(rebuildId)
                .filter(found -> found.wish().partition() == partition)
                .filter(found ->
                        campaignId == null || campaignId.equals(found.wish().campaignId()));
    }
}
