package dev.firstcome.coupon.rebuild;

/** How far a rebuild has come. */
public enum RebuildState {
    RUNNING,
    DONE,
    FAILED,
    CANCELLED
}
