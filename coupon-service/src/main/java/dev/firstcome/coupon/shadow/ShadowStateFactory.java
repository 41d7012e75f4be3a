package dev.firstcome.coupon.shadow;

import dev.firstcome.coupon.issuing.IssuingProperties;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.LogReaders;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.partitionstate.ShadowStates;
import dev.firstcome.coupon.retention.LowWatermark;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/** Creates shadow states that apply log records with the same scripts as the issuers. */
@Component
public final class ShadowStateFactory {
    private static final long EPOCH_GAP = 1_000;

    private final ShadowStates states;
    private final LogReaders logs;
    private final RequestLog requestLog;
    private final IssuingProperties issuing;
    private final MeterRegistry meters;
    private final Clock clock;

    ShadowStateFactory(
            ShadowStates states,
            LogReaders logs,
            RequestLog requestLog,
            IssuingProperties issuing,
            MeterRegistry meters,
            Clock clock) {
        this.states = states;
        this.logs = logs;
        this.requestLog = requestLog;
        this.issuing = issuing;
        this.meters = meters;
        this.clock = clock;
    }

    /** Recoveries use the epoch after the live one. The gap ensures that no recovery uses the epoch of a shadow. */
    public long epochAfter(long liveEpoch) {
        return Math.max(clock.millis(), liveEpoch + EPOCH_GAP);
    }

    /** @param terms transforms each entry before it is applied */
    public ShadowState create(int partition, long epoch, LowWatermark lowWatermark, UnaryOperator<LogEntry> terms) {
        ShadowState.Origin origin = new ShadowState.Origin(partition, epoch, lowWatermark);
        return new ShadowState(
                origin, logs.from(partition, lowWatermark.offset()), states, requestLog, issuing, meters, terms);
    }
}
