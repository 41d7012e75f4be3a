package dev.firstcome.payment.notice;

import java.util.UUID;

/** Which notices had their effect. Calls must run in a transaction of the payment's shard. */
public interface TakenNotices {
    /** Notes a notice as taken; tells whether it was not before. */
    boolean isFirst(UUID paymentId, String noticeId, String type);
}
