package dev.firstcome.payment.refund.store;

import dev.firstcome.platform.ids.BucketedIds;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** The primary key of a refund row. A refund is in the bucket of its payment. */
@Embeddable
record RefundKey(short bucket, UUID paymentId, UUID refundId) implements Serializable {
    static RefundKey of(UUID paymentId, UUID refundId) {
        return new RefundKey((short) BucketedIds.bucketOf(paymentId).number(), paymentId, refundId);
    }
}
