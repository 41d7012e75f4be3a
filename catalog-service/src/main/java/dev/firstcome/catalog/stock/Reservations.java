package dev.firstcome.catalog.stock;

import java.util.UUID;

/**
 * Stock in the hands of payments. Each call is one transaction under the product's lock, or a part of the caller's on the
 * product's shard, and may be repeated: of however many calls at once, no more is reserved than there is, and what a payment
 * reserved is confirmed or given back, once.
 */
public interface Reservations {
    /** What became of the call. */
    sealed interface Answer {
        /** It is as the caller wants it, now or since before. */
        record Done(Reservation reservation) implements Answer {}

        /** There is not that much. */
        record OutOfStock(int stock) implements Answer {}

        /** This payment's own reservation does not allow it any more. */
        record Ended(ReservationState state) implements Answer {}

        /** This payment has reserved another quantity. */
        record Differs(Reservation reservation) implements Answer {}

        /** This payment has not reserved the product. */
        record NotReserved() implements Answer {}

        record UnknownProduct() implements Answer {}
    }

    /** One payment's part in one product. */
    record Part(UUID productId, UUID paymentId) {}

    Answer reserve(Part part, int quantity);

    Answer confirm(Part part);

    /** Gives back what was reserved; without a reservation it forbids one. */
    Answer release(Part part);
}
