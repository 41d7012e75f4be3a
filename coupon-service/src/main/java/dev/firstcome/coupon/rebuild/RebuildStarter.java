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

/** Starts rebuilds, and previews their cost. */
@Service
public final class RebuildStarter {
    /** Records per second, assumed before a first measurement. */
    private static final long ASSUMED_RATE = 50_000;

    private static final long OUTCOME_BYTES = 8;
    private static final long CAMPAIGN_BYTES = 2_000;
    private static final long HOLDER_BYTES = 64;

    private final Campaigns campaigns;
    private final Rebuilds rebuilds;
    private final LogReaders logs;
    private final Watermarks watermarks;
    private final RebuildRunner runner;

    RebuildStarter(
            Campaigns campaigns, Rebuilds rebuilds, LogReaders logs, Watermarks watermarks, RebuildRunner runner) {
        this.campaigns = campaigns;
        this.rebuilds = rebuilds;
        this.logs = logs;
        this.watermarks = watermarks;
        this.runner = runner;
    }

    public Optional<Integer> partitionOf(UUID campaignId) {
        return campaigns.find(campaignId).map(Campaign::partition);
    }

    public Rebuilds.StartResult start(Rebuild.Request request) {
        Rebuilds.StartResult result = rebuilds.start(request);
        runner.wake();
        return result;
    }

    /**
     * The estimated cost of a rebuild.
     *
     * @param records log records to read
     * @param bytes approximate Redis memory of the shadow state
     * @param seconds approximate duration of the fold
     * @param messages messages to users: none
     */
    public record Preview(int partition, long records, long campaigns, long bytes, long seconds, long messages) {}

    public Preview preview(int partition) {
        LogReaders.OffsetRange offsets = logs.offsetRange(partition);
        IssueProgress progress = watermarks.of(partition);
        long lowWatermark = progress == null ? offsets.start() : progress.lowWatermark();
        long records = Math.max(0, offsets.end() - lowWatermark);
        long known = rebuilds.campaignsOf(partition);
        long bytes = records * (OUTCOME_BYTES + HOLDER_BYTES) + known * CAMPAIGN_BYTES;
        return new Preview(partition, records, known, bytes, Math.ceilDiv(records, rate(partition)), 0);
    }

    private long rate(int partition) {
        return rebuilds.latest(partition, 1).stream()
                .map(last -> last.report().recordsPerSecond())
                .filter(measured -> measured > 0)
                .findFirst()
                .orElse(ASSUMED_RATE);
    }

    /** Empty if the rebuild is of another partition, or, with a campaign id, not of this campaign alone. */
    public Optional<Rebuild> find(UUID rebuildId, int partition, @Nullable UUID campaignId) {
        return rebuilds.find(rebuildId)
                .filter(found -> found.request().partition() == partition)
                .filter(found ->
                        campaignId == null || campaignId.equals(found.request().campaignId()));
    }
}
