package dev.firstcome.catalog.product.store;

import dev.firstcome.catalog.product.Product;
import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.catalog.ProductChanged;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.outbox.Outbox;
import dev.firstcome.platform.outbox.OutgoingEvent;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** What is told of products, in the transaction that makes or changes them. */
@Component
final class ProductEvents {
    private final Outbox outbox;

    ProductEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    void changed(Product product, Instant now) {
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
