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
}
