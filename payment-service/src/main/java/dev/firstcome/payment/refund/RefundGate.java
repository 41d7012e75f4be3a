package dev.firstcome.payment.refund;

import dev.firstcome.payment.standby.ShardStatusCache;
import dev.firstcome.platform.ids.BucketedIds;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Rejects refunds of payments on a blocked shard, which may have lost earlier refunds. */
@Component
public record RefundGate(ShardStatusCache shardStatus) {
    /** Returns why refunds of the payment are rejected; empty if they are accepted. */
    public Optional<String> closedReason(UUID paymentId) {
        return shardStatus.blockedReason(BucketedIds.bucketOf(paymentId));
    }
}
