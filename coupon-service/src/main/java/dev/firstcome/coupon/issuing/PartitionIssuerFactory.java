package dev.firstcome.coupon.issuing;

import dev.firstcome.coupon.issuercontrol.IssuingPause;
import dev.firstcome.coupon.recovery.LogCursor;
import dev.firstcome.coupon.recovery.RecoveryPlanner;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Creates the issuers of assigned partitions. */
@Component
public final class PartitionIssuerFactory {
    private final IssuingProperties properties;
    private final RecoveryPlanner recovery;
    private final BatchApplierFactory appliers;
    private final ResultPublishingPipelineFactory pipelines;
    private final PartitionMaintenanceFactory maintenances;
    private final IssuingPause pause;
    private final MeterRegistry meters;

    PartitionIssuerFactory(
            IssuingProperties properties,
            RecoveryPlanner recovery,
            BatchApplierFactory appliers,
            ResultPublishingPipelineFactory pipelines,
            PartitionMaintenanceFactory maintenances,
            IssuingPause pause,
            MeterRegistry meters) {
        this.properties = properties;
        this.recovery = recovery;
        this.appliers = appliers;
        this.pipelines = pipelines;
        this.maintenances = maintenances;
        this.pause = pause;
        this.meters = meters;
    }

    public PartitionIssuer create(int partition, LogCursor cursor) {
        PartitionMaintenance maintenance = maintenances.create(partition);
        ResultPublishingPipeline pipeline = pipelines.create(partition, cursor, maintenance.lowWatermark());
        return new PartitionIssuer(
                new PartitionInput(partition, cursor),
                properties,
                recovery,
                appliers.create(partition, pipeline::publishDeferred),
                pipeline,
                maintenance,
                new IssuerStatus(partition, pause, meters));
    }
}
