package dev.firstcome.catalog.product;

import java.util.UUID;

/**
 * A product as it is now.
 *
 * @param stock how many can still be reserved
 * @param version 1 as it was made, raised with each change by an operator
 */
public record Product(UUID id, String name, Price price, int stock, long version) {
    /** What can still be reserved and what is reserved, together, are never more. */
    public static final int STOCK_MAX = 1_000_000_000;

    public static final int NAME_MAX = 200;
}
