package dev.firstcome.coupon.fold;

import dev.firstcome.coupon.log.LogEntry;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Some of the deferred requests that one record decides.
 *
 * @param predecessor the offset that the caller applied last before the record
 * @param seed of the draw whose order the requests are in; null: they are in the order of their arrival
 * @param first which of the record's requests the first one here is, from 1
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
