package dev.firstcome.coupon.partitionstate;

import dev.firstcome.coupon.log.LogEntry;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One step of a record that decides deferred requests. A step decides some of them.
 *
 * @param predecessor the last offset that the caller applied before the record
 * @param seed the seed of the draw that orders the requests; null for the order of arrival
 * @param first the number of the first request of this step among the requests of the record, from 1
 */
public record FanOutStep(
        int partition,
        long epoch,
        String topicId,
        OptionalLong predecessor,
        LogEntry by,
        @Nullable String seed,
        long first,
        List<DeferredRequest> requests) {}
