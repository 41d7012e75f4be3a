package dev.firstcome.e2e.faults.proxy;

/** Which way bytes go on a link. */
public enum Direction {
    /** From the part that has connected. */
    THERE,
    /** To the part that has connected. */
    BACK,
    BOTH;

    boolean covers(Direction one) {
        return this == BOTH || this == one;
    }
}
