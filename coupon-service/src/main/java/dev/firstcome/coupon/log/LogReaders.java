package dev.firstcome.coupon.log;

import java.time.Duration;
import java.util.List;

/** Opens readers of the coupon log at any offset, independently of the issuers and outside of their consumer group. */
public interface LogReaders {
    /** The current beginning and end offsets of a partition. */
    record OffsetRange(long start, long end) {}

    OffsetRange offsetRange(int partition);

    /** Opens a reader of a partition at this offset. */
    LogReader from(int partition, long offset);

    /** A sequential reader of one partition. Not thread-safe. */
    interface LogReader extends AutoCloseable {
        /**
         * Returns some of the next records up to this offset, in log order; empty if the reader is past it.
         *
         * @throws RequestLog.LogUnavailableException if the brokers do not answer in time, or the record was deleted
         */
        List<LogEntry> next(long last, Duration timeout);

        @Override
        void close();
    }
}
