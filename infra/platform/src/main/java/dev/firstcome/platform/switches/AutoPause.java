package dev.firstcome.platform.switches;

/** What pauses a campaign by itself. */
public enum AutoPause {
    OFF,
    /** A broken invariant. */
    INVARIANTS,
    /** A broken invariant, and a sign that concerns the campaign. */
    ANOMALIES
}
