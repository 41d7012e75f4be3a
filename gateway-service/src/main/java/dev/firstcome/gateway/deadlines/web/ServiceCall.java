package dev.firstcome.gateway.deadlines.web;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

/**
 * One call of a service, from its routing until its answer has been passed on: its response time-out and its connection. If
 * the call is aborted, the connection is closed whatever its state, unless it has been returned to the pool. Thread-safe.
 */
final class ServiceCall {
    private final @Nullable Duration timeout;
    private final long startNanos;
    private volatile @Nullable Attempt attempt;
    private volatile boolean aborted;

    /** A request on a connection; the channel of a connection in the pool is not reachable through it any more. */
    private record Attempt(Connection connection, EventLoop loop) {
        void close() {
            if (!loop.isShuttingDown()) {
                loop.execute(connection::dispose); // on the loop, where the connection is also returned to the pool
            }
        }
    }

    /** @param timeout the response time-out, which starts now; null: none */
    ServiceCall(@Nullable Duration timeout, long startNanos) {
        this.timeout = timeout;
        this.startNanos = startNanos;
    }

    /** The milliseconds that are left of the response time-out; empty if there is none. */
    OptionalLong budgetMillis(long nowNanos) {
        if (timeout == null) {
            return OptionalLong.empty();
        }
        long left = timeout.minusNanos(nowNanos - startNanos).toMillis();
        return OptionalLong.of(Math.max(0, left));
    }

    /** The request is about to be sent on this connection; called on its event loop. */
    void sendOn(Connection connection) {
        Attempt current = new Attempt(connection, connection.channel().eventLoop());
        attempt = current;
        if (aborted) { // before abort() could see the connection
            current.close();
        }
    }

    /** The call ended before its answer was passed on completely. */
    void abort() {
        aborted = true;
        Attempt last = attempt;
        if (last != null) {
            last.close();
        }
    }
}
