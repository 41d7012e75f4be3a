package dev.firstcome.coupon.issuing;

import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.recovery.LogCursor;
import dev.firstcome.coupon.result.ResultPublisher;
import dev.firstcome.coupon.retention.LowWatermarkTracker;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Creates the publishing pipelines of assigned partitions. */
@Component
final class ResultPublishingPipelineFactory {
    private final ResultPublisher publisher;
    private final RequestLog requestLog;
    private final IssuingProperties properties;
    private final MeterRegistry meters;

    ResultPublishingPipelineFactory(
            ResultPublisher publisher, RequestLog requestLog, IssuingProperties properties, MeterRegistry meters) {
        this.publisher = publisher;
        this.requestLog = requestLog;
        this.properties = properties;
        this.meters = meters;
    }

    ResultPublishingPipeline create(int partition, LogCursor cursor, LowWatermarkTracker lowWatermark) {
        return new ResultPublishingPipeline(partition, cursor, lowWatermark, publisher, requestLog, properties, meters);
    }
}
