package dev.firstcome.catalog.product.store;

import dev.firstcome.catalog.product.Product;
import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.catalog.ProductChanged;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.outbox.Outbox;
import dev.firstcome.platform.outbox.Outbox.OutgoingEvent;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Appends product events to the outbox, in the transaction that creates or changes the product. */
@Component
final class ProductEvents {
    private final Outbox outbox;

    ProductEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    void appendChanged(Product product, Instant now) {
        outbox.append(new OutgoingEvent(
                BucketedIds.bucketOf(product.id()),
                Topics.CATALOG_CHANGES,
                product.id().toString(),
                product.id(),
                product.version(),
                new ProductChanged(
                        product.id(),
                        product.version(),
                        product.name(),
                        product.price().amount(),
                        product.price().currency(),
                        now),
                now));
    }
}
