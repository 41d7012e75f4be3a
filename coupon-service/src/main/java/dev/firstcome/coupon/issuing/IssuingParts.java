package dev.firstcome.coupon.issuing;

import dev.firstcome.coupon.draw.DrawSeeds;
import dev.firstcome.coupon.fold.PartitionFold;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.coupon.retention.RetentionParts;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** What every partition's issuer works with. */
@Component
public record IssuingParts(
        IssuingProperties properties,
        PartitionFold fold,
        RequestLog log,
        Watermarks watermarks,
        ResultPublisher publisher,
        DrawSeeds seeds,
        RetentionParts retention,
        IssuingHold hold,
        MeterRegistry meters,
        Clock clock) {
    /** The same, but for the state. */
    public IssuingParts with(PartitionFold other) {
        return new IssuingParts(properties, other, log, watermarks, publisher, seeds, retention, hold, meters, clock);
    }
}
