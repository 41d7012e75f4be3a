package dev.firstcome.contracts.catalog;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.UUID;

/**
 * A product was created or changed. The event has the product's whole state except its stock, which every payment
 * changes. Consumers apply newer versions and ignore older ones.
 *
 * @param version 1 for the new product
 * @param price in the currency's minor unit
 * @param currency ISO 4217 code
 */
@EventType("product.changed.v1")
public record ProductChanged(
        UUID productId, long version, String name, long price, String currency, Instant changedAt) {}
