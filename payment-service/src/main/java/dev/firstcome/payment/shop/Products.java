package dev.firstcome.payment.shop;

import dev.firstcome.payment.money.Money;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Port to the catalog's products and their stock reservations. All methods are idempotent and throw
 * {@link DownstreamUnavailableException}.
 */
public interface Products {
    /** A product with its current price and stock. */
    record Product(UUID id, String name, Money price, long stock) {}

    /** The result of reserving stock. */
    enum StockReservation {
        RESERVED,
        OUT_OF_STOCK,
        /** The reservation of this payment was already confirmed or released. */
        ENDED
    }

    /** Returns the products with these ids. Unknown ids are omitted. */
    List<Product> find(Collection<UUID> ids);

    StockReservation reserve(UUID productId, UUID paymentId, int quantity);
}
