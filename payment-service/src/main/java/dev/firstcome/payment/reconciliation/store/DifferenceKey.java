package dev.firstcome.payment.reconciliation.store;

import dev.firstcome.platform.ids.BucketedIds;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Identifies the row of a difference. A difference that is found again after it was resolved has a new id. */
@Embeddable
record DifferenceKey(short bucket, UUID differenceId) implements Serializable {
    static DifferenceKey of(UUID differenceId) {
        return new DifferenceKey((short) BucketedIds.bucketOf(differenceId).number(), differenceId);
    }
}
