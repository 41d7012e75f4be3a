package dev.firstcome.coupon.rebuild;

/** The state of a rebuild. */
public enum RebuildState {
    RUNNING,
    DONE,
    FAILED,
    CANCELLED
}
