package dev.firstcome.coupon.issuing.kafka;

import java.util.concurrent.atomic.AtomicLong;

/** The next offset of a partition that is to be committed: the latest wish, until it is known to be carried out. */
final class OffsetToCommit {
    /** There is nothing new to commit. */
    static final long NONE = -1;

    private final AtomicLong next = new AtomicLong(NONE);

    void wish(long offset) {
        next.set(offset);
    }

    /** Takes the wish, or {@link #NONE}. */
    long take() {
        return next.getAndSet(NONE);
    }

    /** What was taken could not be committed; it is wished again, unless a later wish has come. */
    void failed(long offset) {
        next.compareAndSet(NONE, offset);
    }
}
