package dev.firstcome.catalog.product;

import org.jspecify.annotations.Nullable;

/**
 * What an operator wants otherwise.
 *
 * @param name null: stays
 * @param price in the product's own currency; null: stays
 * @param addStock less than zero: takes some away
 */
public record ProductChange(@Nullable String name, @Nullable Price price, int addStock) {}
