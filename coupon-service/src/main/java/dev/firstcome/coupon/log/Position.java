package dev.firstcome.coupon.log;

/** A record's place in the coupon log, and so in the line. */
public record Position(int partition, long offset) {}
