package dev.firstcome.coupon.issuing;

import dev.firstcome.coupon.draw.DrawSeeds;
import dev.firstcome.coupon.fold.PartitionFold;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.progress.Watermarks;
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
        IssuingHold hold,
        MeterRegistry meters,
        Clock clock) {}
