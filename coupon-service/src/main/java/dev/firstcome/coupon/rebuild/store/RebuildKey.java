package dev.firstcome.coupon.rebuild.store;

import dev.firstcome.platform.ids.BucketedIds;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** The primary key of a rebuild row. */
@Embeddable
record RebuildKey(int bucket, UUID rebuildId) implements Serializable {
    static RebuildKey of(UUID rebuildId) {
        return new RebuildKey(BucketedIds.bucketOf(rebuildId).number(), rebuildId);
    }
}
