package dev.firstcome.payment.refund;

import dev.firstcome.payment.standby.Standbys;
import dev.firstcome.platform.ids.BucketedIds;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Whether money is given back on what a payment's shard says now: it may lack what was given back already. */
@Component
public record RefundGate(Standbys standbys) {
    /** Why none is; empty: it is. */
    public Optional<String> shut(UUID paymentId) {
        return standbys.closed(BucketedIds.bucketOf(paymentId));
    }
}
