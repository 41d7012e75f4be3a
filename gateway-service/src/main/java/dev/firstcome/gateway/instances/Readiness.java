package dev.firstcome.gateway.instances;

/** What an instance said when it was last asked whether it takes calls, the best first. */
public enum Readiness {
    /** It does; also the first belief of one that was never asked. */
    READY,
    /** It has not answered in time: it is there, and has too much to do, or hangs. */
    SILENT,
    /** It does not: it starts, or is about to stop. */
    REFUSING,
    /** Nobody listens at its address. */
    AWAY
}
