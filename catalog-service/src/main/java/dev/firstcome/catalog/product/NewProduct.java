package dev.firstcome.catalog.product;

import java.util.UUID;

/**
 * A product to create.
 *
 * @param commandId the operator's idempotency key; a repeated request with it returns the existing product
 */
public record NewProduct(UUID id, Attributes attributes, UUID createdBy, String commandId) {
    /** The values that the operator sets. */
    public record Attributes(String name, Price price, int stock) {}
}
