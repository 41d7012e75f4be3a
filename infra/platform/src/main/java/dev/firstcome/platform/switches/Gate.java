package dev.firstcome.platform.switches;

/** Whether something is taken in. */
public enum Gate {
    OPEN,
    CLOSED
}
