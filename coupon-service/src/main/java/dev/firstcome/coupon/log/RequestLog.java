package dev.firstcome.coupon.log;

import dev.firstcome.contracts.coupon.CouponRecord;
import java.time.Duration;
import java.util.List;

/** The coupon log as a writer sees it. */
public interface RequestLog {
    /**
     * Appends a record and waits until the brokers have acknowledged it.
     *
     * @throws LogUnavailable if that did not happen in time; the record may be in the log all the same
     */
    default Position append(int partition, CouponRecord record) {
        return append(partition, List.of(record)).getFirst();
    }

    /**
     * Appends records to one partition, together and in their order, and waits until the brokers have acknowledged all.
     *
     * @throws LogUnavailable if that did not happen in time; some of them may be in the log all the same
     */
    List<Position> append(int partition, List<? extends CouponRecord> records);

    /** How many partitions there are. */
    int partitions();

    /** Kafka's own id of the topic, which a topic of the same name made anew does not have. */
    String topicId();

    /** The log took no record, or did not say so in time. */
    final class LogUnavailable extends RuntimeException {
        public LogUnavailable(Throwable cause) {
            super("the coupon log did not acknowledge a record", cause);
        }

        /** When a caller may come again. */
        public static Duration retryAfter() {
            return Duration.ofSeconds(1);
        }
    }
}
