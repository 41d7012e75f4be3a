package dev.firstcome.catalog.stock;

import java.util.UUID;

/**
 * The stock reservations of payments. Each call holds the lock of the product row in one transaction, or joins the
 * caller's transaction on the product's shard. Calls are idempotent and may be concurrent. Payments never reserve more
 * than the stock, and each reservation is confirmed or released once.
 */
public interface Reservations {
    /** Result of a call. */
    sealed interface Result {
        /** The reservation has the requested state, through this call or an earlier one. */
        record Applied(Reservation reservation) implements Result {}

        /** The stock is less than the requested quantity. */
        record OutOfStock(int stock) implements Result {}

        /** The reservation of this payment already has a final state that conflicts with the call. */
        record AlreadyFinal(ReservationState state) implements Result {}

        /** This payment has reserved another quantity. */
        record QuantityMismatch(Reservation reservation) implements Result {}

        /** This payment has not reserved the product. */
        record NotReserved() implements Result {}

        record UnknownProduct() implements Result {}
    }

    /** Identifies the reservation of one product by one payment. */
    record ReservationKey(UUID productId, UUID paymentId) {}

    Result reserve(ReservationKey key, int quantity);

    Result confirm(ReservationKey key);

    /** Returns the reserved quantity to the stock. Without a reservation, it prevents a later one. */
    Result release(ReservationKey key);
}
