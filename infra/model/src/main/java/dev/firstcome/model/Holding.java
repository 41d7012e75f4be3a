package dev.firstcome.model;

/** A user's coupon of one campaign: its sequence, and the offset of the request that got it. */
public record Holding(long sequence, long offset) {}
