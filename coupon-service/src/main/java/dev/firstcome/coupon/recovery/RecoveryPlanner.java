package dev.firstcome.coupon.recovery;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.partitionstate.PartitionStateStore;
import dev.firstcome.coupon.progress.Watermarks;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Queries the log, the progress and the state of a partition, and plans where its issuer starts. */
@Component
public final class RecoveryPlanner {
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(5);

    private final Watermarks watermarks;
    private final PartitionStateStore state;
    private final RequestLog requestLog;

    public RecoveryPlanner(Watermarks watermarks, PartitionStateStore state, RequestLog requestLog) {
        this.watermarks = watermarks;
        this.state = state;
        this.requestLog = requestLog;
    }

    /** A plan with the progress and the offsets on which it is based. */
    public record Recovery(RecoveryPlan plan, @Nullable IssueProgress progress, LogBounds bounds) {}

    public Recovery plan(int partition, LogCursor cursor) throws InterruptedException {
        watermarks.catchUp(QUERY_TIMEOUT);
        LogBounds bounds = cursor.bounds(QUERY_TIMEOUT);
        IssueProgress progress = watermarks.of(partition);
        RecoveryPlan plan = RecoveryPlan.of(bounds, progress, state.position(partition), requestLog.topicId());
        return new Recovery(plan, progress, bounds);
    }
}
