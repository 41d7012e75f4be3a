package dev.firstcome.catalog.product;

import java.util.UUID;

/**
 * A product that is to be made.
 *
 * @param commandId the operator's name for the call, by which a repeated one finds the product
 */
public record NewProduct(UUID id, Terms terms, UUID createdBy, String commandId) {
    /** What the operator wants. */
    public record Terms(String name, Price price, int stock) {}
}
