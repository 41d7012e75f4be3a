package dev.firstcome.psp.api;

/** How an answer leaves. */
public enum Giving {
    WHOLE,
    /** The answer leaves after the shop has been told of the events. */
    AFTER_EVENTS,
    /** One byte at a time. */
    DRIPPED,
    /** Half of it, then the connection ends. */
    CUT,
    /** It does not: the connection is held, then ends. */
    WITHHELD
}
