package dev.firstcome.model;

/** A record that decided deferred requests: its offset, and the arrival numbers of the first and the last of them. */
public record FanOut(long offset, long from, long to) {}
