package dev.firstcome.coupon.issuing;

import dev.firstcome.coupon.draw.DrawSeeds;
import dev.firstcome.coupon.issuercontrol.IssuingPause;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.partitionstate.PartitionStateStore;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.coupon.recovery.LogCursor;
import dev.firstcome.coupon.recovery.RecoveryPlanner;
import dev.firstcome.coupon.result.ResultPublisher;
import dev.firstcome.coupon.retention.PartitionRetention;
import dev.firstcome.coupon.retention.PartitionRetentionFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Creates the issuers of assigned partitions. */
@Component
public final class PartitionIssuerFactory {
    private final IssuingProperties properties;
    private final PartitionStateStore state;
    private final RequestLog requestLog;
    private final Watermarks watermarks;
    private final ResultPublisher publisher;
    private final DrawSeeds seeds;
    private final PartitionRetentionFactory retentions;
    private final IssuingPause pause;
    private final MeterRegistry meters;
    private final Clock clock;

    public PartitionIssuerFactory(
            IssuingProperties properties,
            PartitionStateStore state,
            RequestLog requestLog,
            Watermarks watermarks,
            ResultPublisher publisher,
            DrawSeeds seeds,
            PartitionRetentionFactory retentions,
            IssuingPause pause,
            MeterRegistry meters,
            Clock clock) {
        this.properties = properties;
        this.state = state;
        this.requestLog = requestLog;
        this.watermarks = watermarks;
        this.publisher = publisher;
        this.seeds = seeds;
        this.retentions = retentions;
        this.pause = pause;
        this.meters = meters;
        this.clock = clock;
    }

    public PartitionIssuer create(int partition, LogCursor cursor) {
        PartitionRetention retention = retentions.create(partition);
        ResultPublishingPipeline pipeline = new ResultPublishingPipeline(
                partition, cursor, retention.lowWatermark(), publisher, requestLog, properties, meters);
        DeferredRequestDrain drain =
                new DeferredRequestDrain(partition, state, requestLog, properties, meters, pipeline::publishDeferred);
        return new PartitionIssuer(
                partition,
                cursor,
                properties,
                new RecoveryPlanner(partition, cursor, watermarks, state, requestLog),
                new BatchApplier(partition, state, requestLog, meters, drain),
                pipeline,
                new CampaignScheduler(partition, state, requestLog, seeds, properties, clock),
                retention,
                pause,
                meters);
    }
}
