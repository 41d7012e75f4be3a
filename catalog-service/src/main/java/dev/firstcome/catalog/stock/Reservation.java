package dev.firstcome.catalog.stock;

import java.util.UUID;

/**
 * The reservation of one product by one payment.
 *
 * @param quantity 0 if the release arrived before the reservation
 */
public record Reservation(UUID productId, UUID paymentId, int quantity, ReservationState state) {
    public static final int QUANTITY_MAX = 1_000;

    public Reservation withState(ReservationState next) {
        return new Reservation(productId, paymentId, quantity, next);
    }
}
