package dev.firstcome.coupon.rebuild;

import dev.firstcome.contracts.coupon.CouponResult;
import java.util.List;
import java.util.function.Consumer;

/** What users were told. */
public interface ToldResults {
    /**
     * Reads all results of a partition of the log that the topic has now: in their order for each user, some of them more
     * than once.
     *
     * @param some takes what was read, and may throw to end it
     * @return whether these are all that were ever told; else the topic has dropped the oldest
     * @throws dev.firstcome.coupon.log.RequestLog.LogUnavailable if the brokers do not give them
     */
    boolean read(int partition, Consumer<List<CouponResult>> some);
}
