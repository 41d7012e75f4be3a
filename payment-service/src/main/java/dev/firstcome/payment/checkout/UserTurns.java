package dev.firstcome.payment.checkout;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.springframework.dao.CannotAcquireLockException;

/**
 * Lets a user's orders wait for each other here, and not in the database: the lock there has the last word, over all
 * processes, but who waits for it holds one of few connections, and a user who taps twenty times would hold them all.
 */
final class UserTurns {
    private static final int LOCKS = 1_024;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ReentrantLock[] locks =
            IntStream.range(0, LOCKS).mapToObj(number -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    /** @throws CannotAcquireLockException where the turn does not come in time: the caller is told to come again */
    <T> T inTurn(UUID user, Supplier<T> work) {
        ReentrantLock lock = locks[Math.floorMod(user.hashCode(), LOCKS)];
        try {
            if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CannotAcquireLockException("too many orders of one user at once");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CannotAcquireLockException("stopped while waiting", stopped);
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
