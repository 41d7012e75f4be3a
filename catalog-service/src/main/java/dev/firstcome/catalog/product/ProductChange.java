package dev.firstcome.catalog.product;

import org.jspecify.annotations.Nullable;

/**
 * A partial update of a product.
 *
 * @param name null leaves the name unchanged
 * @param price in the currency of the product; null leaves the price unchanged
 * @param addStock added to the stock; a negative value reduces it
 */
public record ProductChange(@Nullable String name, @Nullable Price price, int addStock) {}
