package dev.firstcome.catalog.product;

import java.util.UUID;

/**
 * An operator's name for a change of one product, by which a repeated call is known.
 *
 * @param id of one operator's commands to one product, no two are called the same
 */
public record ChangeCommand(UUID operator, String id) {}
