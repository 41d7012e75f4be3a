package dev.firstcome.catalog.product;

import java.util.UUID;

/**
 * The current state of a product.
 *
 * @param stock quantity that can still be reserved
 * @param version 1 at creation, incremented by each change of an operator
 */
public record Product(UUID id, String name, Price price, int stock, long version) {
    /** Upper limit of available and reserved stock together. */
    public static final int STOCK_MAX = 1_000_000_000;

    public static final int NAME_MAX = 200;
}
