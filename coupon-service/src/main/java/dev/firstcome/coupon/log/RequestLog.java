package dev.firstcome.coupon.log;

import dev.firstcome.contracts.coupon.log.CouponRecord;
import java.time.Duration;
import java.util.List;

/** Appends records to the coupon log. */
public interface RequestLog {
    /**
     * Appends a record and waits until the brokers have acknowledged it.
     *
     * @throws LogUnavailableException if the acknowledgement does not arrive in time; the record may still be in the
     *     log
     */
    default LogPosition append(int partition, CouponRecord record) {
        return append(partition, List.of(record)).getFirst();
    }

    /**
     * Appends records to one partition in their order and waits until the brokers have acknowledged all of them.
     *
     * @throws LogUnavailableException if an acknowledgement does not arrive in time; some records may still be in the
     *     log
     */
    List<LogPosition> append(int partition, List<? extends CouponRecord> records);

    /** The number of partitions. */
    int partitions();

    /** The id that Kafka assigned to the topic. A deleted and recreated topic has another id. */
    String topicId();

    /** Signals that the log rejected a record or did not acknowledge it in time. */
    final class LogUnavailableException extends RuntimeException {
        public LogUnavailableException(Throwable cause) {
            super("the coupon log did not acknowledge a record", cause);
        }

        /** The delay before a client may retry. */
        public static Duration retryAfter() {
            return Duration.ofSeconds(1);
        }
    }
}
