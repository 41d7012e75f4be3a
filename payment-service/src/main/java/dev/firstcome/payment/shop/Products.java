package dev.firstcome.payment.shop;

import dev.firstcome.payment.money.Money;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What the catalog has, and what of it is set aside for payments. Every call may be repeated; all throw {@link ShopAway}. */
public interface Products {
    /** A product as it is sold now. */
    record Product(UUID id, String name, Money price, long stock) {}

    /** What became of a wish for some of a product. */
    enum Reserved {
        DONE,
        OUT_OF_STOCK,
        /** This payment's own reservation has ended. */
        ENDED
    }

    /** Those of these that there are. */
    List<Product> find(Collection<UUID> ids);

    Reserved reserve(UUID productId, UUID paymentId, int quantity);
}
