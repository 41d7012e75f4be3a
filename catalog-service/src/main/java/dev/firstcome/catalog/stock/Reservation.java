package dev.firstcome.catalog.stock;

import java.util.UUID;

/**
 * What a payment has of a product.
 *
 * @param quantity 0 where it was released before it was reserved
 */
public record Reservation(UUID productId, UUID paymentId, int quantity, ReservationState state) {
    public static final int QUANTITY_MAX = 1_000;

    public Reservation in(ReservationState next) {
        return new Reservation(productId, paymentId, quantity, next);
    }
}
