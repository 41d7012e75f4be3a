package dev.firstcome.coupon.issuing;

import dev.firstcome.coupon.draw.DrawSeeds;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.partitionstate.PartitionStateStore;
import dev.firstcome.coupon.retention.PartitionRetentionFactory;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Creates the maintenance of assigned partitions. */
@Component
final class PartitionMaintenanceFactory {
    private final PartitionStateStore state;
    private final RequestLog requestLog;
    private final DrawSeeds seeds;
    private final PartitionRetentionFactory retentions;
    private final IssuingProperties properties;
    private final Clock clock;

    PartitionMaintenanceFactory(
            PartitionStateStore state,
            RequestLog requestLog,
            DrawSeeds seeds,
            PartitionRetentionFactory retentions,
            IssuingProperties properties,
            Clock clock) {
        this.state = state;
        this.requestLog = requestLog;
        this.seeds = seeds;
        this.retentions = retentions;
        this.properties = properties;
        this.clock = clock;
    }

    PartitionMaintenance create(int partition) {
        CampaignScheduler scheduler = new CampaignScheduler(partition, state, requestLog, seeds, properties, clock);
        return new PartitionMaintenance(scheduler, retentions.create(partition));
    }
}
