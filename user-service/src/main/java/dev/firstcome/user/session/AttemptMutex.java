package dev.firstcome.user.session;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Runs the sign-ins of one account and network one after another, so that concurrent tries cannot exceed a limit. A few
 * other pairs share each lock. Thread-safe.
 */
final class AttemptMutex {
    private static final int LOCKS = 1_024;

    private final Duration waitMax;
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

    AttemptMutex(Duration waitMax) {
        this.waitMax = waitMax;
    }

    /** Empty if earlier sign-ins did not end within the maximum wait; the work did not run then. */
    <T> Optional<T> run(AttemptKey key, Supplier<T> work) {
        ReentrantLock lock = locks[Math.floorMod(key.low(), LOCKS)];
        if (!acquire(lock)) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } finally {
            lock.unlock();
        }
    }

    private boolean acquire(ReentrantLock lock) {
        try {
            return lock.tryLock(waitMax.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
