package dev.firstcome.payment.checkout;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.springframework.dao.CannotAcquireLockException;

/**
 * Serializes the orders of a user within this process. The advisory lock in the database serializes them over all
 * processes, but a waiter there holds a pooled connection. This mutex keeps one user's concurrent orders from
 * exhausting the pool. Users share a fixed number of locks by hash.
 */
final class PerUserMutex {
    private static final int LOCKS = 1_024;
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

    private final ReentrantLock[] locks =
            IntStream.range(0, LOCKS).mapToObj(number -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    /** @throws CannotAcquireLockException if the lock is not acquired in time; the client can retry */
    <T> T withLock(UUID user, Supplier<T> action) {
        ReentrantLock lock = locks[Math.floorMod(user.hashCode(), LOCKS)];
        try {
            if (!lock.tryLock(LOCK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CannotAcquireLockException("too many concurrent orders of one user");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CannotAcquireLockException("interrupted while waiting for the user's lock", interrupted);
        }
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
