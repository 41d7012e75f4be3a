package dev.firstcome.catalog.product.store;

import dev.firstcome.platform.ids.BucketedIds;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** The primary key of a product row. */
@Embeddable
record ProductKey(short bucket, UUID productId) implements Serializable {
    static ProductKey of(UUID productId) {
        return new ProductKey((short) BucketedIds.bucketOf(productId).number(), productId);
    }
}
