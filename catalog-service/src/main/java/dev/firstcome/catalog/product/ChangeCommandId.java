package dev.firstcome.catalog.product;

import java.util.UUID;

/**
 * The idempotency key of one change of a product. A repeated request carries the same key.
 *
 * @param id unique among the commands of one operator for one product
 */
public record ChangeCommandId(UUID operator, String id) {}
