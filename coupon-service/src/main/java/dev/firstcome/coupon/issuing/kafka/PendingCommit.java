package dev.firstcome.coupon.issuing.kafka;

import java.util.concurrent.atomic.AtomicLong;

/** The next offset of a partition to commit. A later offset replaces an earlier one. Thread-safe. */
final class PendingCommit {
    /** No offset is pending. */
    static final long NONE = -1;

    private final AtomicLong next = new AtomicLong(NONE);

    void set(long offset) {
        next.set(offset);
    }

    /** Returns and clears the pending offset; {@link #NONE} if there is none. */
    long take() {
        return next.getAndSet(NONE);
    }

    /** Restores an offset whose commit failed, unless a later one is pending. */
    void restore(long offset) {
        next.compareAndSet(NONE, offset);
    }
}
