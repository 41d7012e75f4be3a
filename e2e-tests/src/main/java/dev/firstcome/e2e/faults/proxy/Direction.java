package dev.firstcome.e2e.faults.proxy;

/** The direction of bytes on a link. The constants appear in the timeline text format. */
public enum Direction {
    /** From the connecting process. */
    THERE,
    /** To the connecting process. */
    BACK,
    BOTH;

    boolean covers(Direction one) {
        return this == BOTH || this == one;
    }
}
