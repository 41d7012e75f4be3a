package dev.firstcome.coupon.issuing;

import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.partitionstate.ApplyResult;
import dev.firstcome.coupon.partitionstate.LogBatch;
import dev.firstcome.coupon.partitionstate.PartitionStateStore;
import dev.firstcome.coupon.partitionstate.StatePosition;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Applies batches of log entries to the state of one partition, each in one atomic call. */
final class BatchApplier {
    private final int partition;
    private final PartitionStateStore state;
    private final RequestLog requestLog;
    private final MeterRegistry meters;
    private final DeferredRequestDrain drain;

    BatchApplier(
            int partition,
            PartitionStateStore state,
            RequestLog requestLog,
            MeterRegistry meters,
            DeferredRequestDrain drain) {
        this.partition = partition;
        this.state = state;
        this.requestLog = requestLog;
        this.meters = meters;
        this.drain = drain;
    }

    /** Returns the position of the state; empty if there is no state. */
    Optional<StatePosition> position() {
        return state.position(partition);
    }

    /** @param lowWatermarkMillis timestamp of the low watermark; used only without a predecessor */
    ApplyResult apply(List<LogEntry> entries, long epoch, OptionalLong predecessor, long lowWatermarkMillis) {
        LogBatch batch = new LogBatch(partition, epoch, requestLog.topicId(), predecessor, lowWatermarkMillis, entries);
        return meters.timer("firstcome.coupon.apply.call").record(() -> state.apply(batch));
    }

    /** Applies a record that decides deferred requests, and returns the answer to its last step. */
    ApplyResult drain(LogEntry by, ApplyResult.FanOut fanOut, long epoch, OptionalLong predecessor)
            throws InterruptedException {
        return drain.drain(by, fanOut, epoch, predecessor);
    }
}
