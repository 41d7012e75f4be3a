package dev.firstcome.model.state;

/**
 * A record that decided deferred requests.
 *
 * @param from the arrival number of the first request that it decided
 * @param to the arrival number of the last request that it decided
 */
public record FanOut(long offset, long from, long to) {}
