package dev.firstcome.payment.notice;

import java.time.Duration;
import java.util.UUID;

/** Which notices had their effect. */
public interface TakenNotices {
    /** Notes a notice as taken, in the caller's transaction on the payment's shard; tells whether it was not before. */
    boolean isFirst(UUID paymentId, String noticeId, String type);

    /** Removes some of the shard's that are older; gives how many. */
    int removeOlderThan(String shard, Duration age, int most);
}
