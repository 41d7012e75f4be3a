package dev.firstcome.platform.streams;

/** The reason for the end of a stream. */
public enum StreamEndReason {
    /** The access token has expired; the client needs a new one. */
    TOKEN_EXPIRED,
    /** The process shuts down; the client can reconnect to another instance. */
    SHUTDOWN,
    /** The user has opened more streams than allowed, and this was the oldest one. */
    REPLACED,
    /** There are no more events. */
    COMPLETE,
    /** The reader was too slow. The server closes the connection without an end event. */
    SLOW_READER,
    /** The client has disconnected. */
    GONE
}
