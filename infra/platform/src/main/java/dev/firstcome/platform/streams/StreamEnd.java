package dev.firstcome.platform.streams;

/** Why a stream ended. */
public enum StreamEnd {
    /** The access token has ended: the client needs a new one. */
    TOKEN_EXPIRED,
    /** The process stops: another one goes on at once. */
    SHUTDOWN,
    /** There is nothing more to come. */
    COMPLETE,
    /** The reader did not keep up; it is told nothing, since it reads nothing. */
    SLOW_READER,
    /** The reader has gone. */
    GONE
}
