package dev.firstcome.gateway.instances;

/** Result of the last readiness poll of an instance, ordered from best to worst. */
public enum Readiness {
    /** The instance accepts requests. Also the initial state before the first poll. */
    READY,
    /** The poll timed out: the instance is overloaded or hangs. */
    TIMED_OUT,
    /** The instance does not accept requests: it is starting or stopping. */
    NOT_READY,
    /** The connection failed. */
    UNREACHABLE
}
