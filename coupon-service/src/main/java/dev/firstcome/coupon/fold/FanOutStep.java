package dev.firstcome.coupon.fold;

import dev.firstcome.coupon.log.LogEntry;
import java.util.List;
import java.util.OptionalLong;

/**
 * Some of the held requests that one record decides.
 *
 * @param predecessor the offset that the caller applied last before the record
 * @param first which of the record's requests the first one here is, from 1
 */
public record FanOutStep(
        int partition,
        long epoch,
        String topicId,
        OptionalLong predecessor,
        LogEntry by,
        long first,
        List<HeldRequest> requests) {}
