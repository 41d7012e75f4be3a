package dev.firstcome.model.state;

/** A granted coupon: its sequence among the campaign's grants, and the offset of the record. */
public record Grant(long sequence, long offset) {}
