package dev.firstcome.payment.payment.store;

import dev.firstcome.platform.ids.BucketedIds;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** The primary key of a payment row. */
@Embeddable
record PaymentKey(short bucket, UUID paymentId) implements Serializable {
    static PaymentKey of(UUID paymentId) {
        return new PaymentKey((short) BucketedIds.bucketOf(paymentId).number(), paymentId);
    }
}
