package dev.firstcome.platform.deadlines;

/**
 * The headers in which the gateway sends a request's deadline to a service. The gateway removes every header of a client
 * that starts with {@code X-Internal-}, so no client can set them.
 */
public final class DeadlineHeaders {
    /** The send time on the gateway's clock, in milliseconds since 1970. */
    public static final String SENT = "X-Internal-Request-Sent";

    /** How long the gateway waits for the answer from the send time on, in milliseconds. */
    public static final String BUDGET = "X-Internal-Request-Budget";

    /** The id of the clock that {@link #SENT} refers to. Each gateway process has one, and it never jumps. */
    public static final String CLOCK = "X-Internal-Request-Clock";

    private DeadlineHeaders() {}
}
