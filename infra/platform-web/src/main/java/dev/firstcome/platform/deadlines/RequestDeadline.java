package dev.firstcome.platform.deadlines;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time until which a request may begin its effects. It is bound to the thread that serves the request, platform or
 * virtual. Other threads have no deadline, and neither have requests without the gateway's headers.
 *
 * <p>The first successful check consumes the deadline: a request whose effects have begun is completed.
 */
public final class RequestDeadline {
    private static final ThreadLocal<RequestDeadline> CURRENT = new ThreadLocal<>();

    private final long endNanos;
    private final LongSupplier nanoTime;
    private final Runnable onRefusal;
    private boolean consumed;

    /**
     * @param endNanos the deadline on the scale of {@code nanoTime}
     * @param nanoTime a monotonic clock, such as {@link System#nanoTime()}
     * @param onRefusal runs whenever {@link #requireTime()} refuses
     */
    RequestDeadline(long endNanos, LongSupplier nanoTime, Runnable onRefusal) {
        this.endNanos = endNanos;
        this.nanoTime = nanoTime;
        this.onRefusal = onRefusal;
    }

    /**
     * Checks the deadline of this thread's request, if it has one. Call this immediately before an effect that others can
     * see: a record that is appended, a transaction that writes. After one successful check all later ones succeed.
     *
     * @throws DeadlineExceededException if the deadline has passed before the first effect
     */
    public static void requireTime() {
        RequestDeadline deadline = CURRENT.get();
        if (deadline != null) {
            deadline.consume();
        }
    }

    private void consume() {
        if (!consumed && isOver()) {
            onRefusal.run();
            throw new DeadlineExceededException();
        }
        consumed = true;
    }

    boolean isOver() {
        return nanoTime.getAsLong() - endNanos >= 0;
    }

    /** Binds a deadline to this thread, or none with {@code null}. */
    static void bind(@Nullable RequestDeadline deadline) {
        if (deadline == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(deadline);
        }
    }

    /**
     * The headers in which the gateway sends a request's deadline to a service. The gateway removes every header of a client
     * that starts with {@code X-Internal-}, so no client can set them.
     */
    public static final class DeadlineHeaders {
        /** The send time on the gateway's clock, in milliseconds since 1970. */
        public static final String SENT = "X-Internal-Request-Sent";

        /** How long the gateway waits for the answer from the send time on, in milliseconds. */
        public static final String BUDGET = "X-Internal-Request-Budget";

        /** The id of the clock that {@link #SENT} refers to. Each gateway process has one, and it never jumps. */
        public static final String CLOCK = "X-Internal-Request-Clock";

        private DeadlineHeaders() {}
    }
}
