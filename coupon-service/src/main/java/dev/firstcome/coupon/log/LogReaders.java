package dev.firstcome.coupon.log;

import java.time.Duration;
import java.util.List;

/** Reads the coupon log from any place, beside the issuers and outside their group. */
public interface LogReaders {
    /** What a partition has at this moment. */
    record Extent(long start, long end) {}

    Extent extent(int partition);

    /** Reads a partition from this offset on. */
    LogReader from(int partition, long offset);

    /** A place in a partition from which is read on. For one thread at a time. */
    interface LogReader extends AutoCloseable {
        /**
         * Some of the next records up to this offset, in their order; none if the reader stands behind it.
         *
         * @throws RequestLog.LogUnavailable if the brokers give nothing in time, or do not have the record any more
         */
        List<LogEntry> next(long last, Duration atMost);

        @Override
        void close();
    }
}
