package dev.firstcome.catalog.product;

import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Creates products idempotently. The bucket is a function of the operator and the command id. A repeated request
 * therefore reaches the same shard, where a unique key detects it.
 */
@Service
public final class ProductCreator {
    private final Products products;
    private final BucketedIds ids;

    ProductCreator(Products products, BucketedIds ids) {
        this.products = products;
        this.ids = ids;
    }

    public Products.CreateResult create(NewProduct.Attributes attributes, UUID operator, String commandId) {
        Bucket bucket = new Bucket(Objects.hash(operator, commandId) & (Bucket.COUNT - 1));
        return products.create(new NewProduct(ids.next(bucket), attributes, operator, commandId));
    }
}
