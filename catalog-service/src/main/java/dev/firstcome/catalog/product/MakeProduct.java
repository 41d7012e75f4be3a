package dev.firstcome.catalog.product;

import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Makes a product. Its bucket is a function of the operator and the command id, so a repeated call comes to the same shard,
 * whose unique key knows it.
 */
@Service
public final class MakeProduct {
    private final Products products;
    private final BucketedIds ids;

    MakeProduct(Products products, BucketedIds ids) {
        this.products = products;
        this.ids = ids;
    }

    public Products.Made make(NewProduct.Terms terms, UUID operator, String commandId) {
        Bucket bucket = new Bucket(Objects.hash(operator, commandId) & (Bucket.COUNT - 1));
        return products.make(new NewProduct(ids.next(bucket), terms, operator, commandId));
    }
}
