package dev.firstcome.coupon.issuing;

import java.time.Duration;

/** A partition of the log as its issuer reads it. Calls come from the issuer's thread. */
public interface LogCursor {
    /** What Kafka says now; fails if it does not answer in time. */
    LogBounds bounds(Duration atMost) throws InterruptedException;

    /** Reads on from this offset; what is delivered from there on carries this generation. */
    void seek(long offset, int generation);

    /** Tells the group that everything below this offset is published. */
    void commit(long next);

    /** The issuer has taken a delivery and has room for another. */
    void taken();
}
