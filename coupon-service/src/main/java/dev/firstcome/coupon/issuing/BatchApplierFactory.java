package dev.firstcome.coupon.issuing;

import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.partitionstate.PartitionStateStore;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Creates the batch appliers of assigned partitions. */
@Component
final class BatchApplierFactory {
    private final PartitionStateStore state;
    private final RequestLog requestLog;
    private final IssuingProperties properties;
    private final MeterRegistry meters;

    BatchApplierFactory(
            PartitionStateStore state, RequestLog requestLog, IssuingProperties properties, MeterRegistry meters) {
        this.state = state;
        this.requestLog = requestLog;
        this.properties = properties;
        this.meters = meters;
    }

    /** @param listener receives the decisions on deferred requests */
    BatchApplier create(int partition, DeferredRequestDrain.DecisionListener listener) {
        DeferredRequestDrain drain =
                new DeferredRequestDrain(partition, state, requestLog, properties, meters, listener);
        return new BatchApplier(partition, state, requestLog, meters, drain);
    }
}
