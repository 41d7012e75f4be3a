package dev.firstcome.coupon.audit;

import dev.firstcome.contracts.coupon.result.CouponResult;
import java.util.List;
import java.util.function.Consumer;

/** The published results of the coupon log. */
public interface PublishedResults {
    /**
     * Reads all retained results of a log partition: in order per user, possibly with duplicates.
     *
     * @param consumer receives each batch, and may throw to abort
     * @return whether the topic is complete; false if its oldest results were deleted
     * @throws dev.firstcome.coupon.log.RequestLog.LogUnavailableException if the brokers are unavailable
     */
    boolean read(int partition, Consumer<List<CouponResult>> consumer);
}
