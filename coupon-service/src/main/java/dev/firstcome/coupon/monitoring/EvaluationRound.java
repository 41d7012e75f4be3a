package dev.firstcome.coupon.monitoring;

import java.util.Map;

/**
 * The positions that are consumed at the end of a round: the published records as of its start, and the log.
 *
 * @param published by log partition: the watermark before the round. All results up to it are consumed
 * @param readTo by log partition: the offset of the next record. All records below it are consumed
 */
public record EvaluationRound(Map<Integer, Long> published, Map<Integer, Long> readTo) {
    long published(int partition) {
        return published.getOrDefault(partition, -1L);
    }

    long readTo(int partition) {
        return readTo.getOrDefault(partition, 0L);
    }

    /** The maximum number of consumed records that are not published yet. */
    long inFlight(int partition) {
        return Math.max(0, readTo(partition) - 1 - published(partition));
    }
}
