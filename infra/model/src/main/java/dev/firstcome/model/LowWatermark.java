package dev.firstcome.model;

/**
 * A place at which a fold may begin instead of at the log's start, without ending in another state.
 *
 * @param offset of the first record that such a fold reads
 * @param timeMillis the fold's time before that record
 */
public record LowWatermark(long offset, long timeMillis) {}
