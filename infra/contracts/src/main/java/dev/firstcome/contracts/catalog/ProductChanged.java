package dev.firstcome.contracts.catalog;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.UUID;

/**
 * A product was made or changed: all of it but its stock, which changes with every payment.
 *
 * @param version 1 for the product as it was made; what is newer than a reader knows counts, what is older does not
 * @param price in the currency's minor unit
 * @param currency three capital letters (ISO 4217)
 */
@EventType("product.changed.v1")
public record ProductChanged(
        UUID productId, long version, String name, long price, String currency, Instant changedAt) {}
