package dev.firstcome.model;

/**
 * A position from which a fold has the same state at the end as from the start of the log.
 *
 * @param offset the offset of the first record of such a fold
 * @param timeMillis the time of the fold before that record
 */
public record LowWatermark(long offset, long timeMillis) {}
