package dev.firstcome.catalog.stock;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Stock in memory, for one thread at a time. */
final class InMemoryReservations implements Reservations {
    private final Map<UUID, Integer> stocks = new HashMap<>();
    private final Map<Part, Reservation> known = new HashMap<>();

    void put(UUID product, int stock) {
        stocks.put(product, stock);
    }

    int stockOf(UUID product) {
        return stocks.getOrDefault(product, 0);
    }

    @Override
    public Answer reserve(Part part, int quantity) {
        Integer stock = stocks.get(part.productId());
        Reservation reservation = known.get(part);
        if (stock == null) {
            return new Answer.UnknownProduct();
        }
        if (reservation != null) {
            return switch (reservation.state()) {
                case RELEASED -> new Answer.Ended(ReservationState.RELEASED);
                case RESERVED, CONFIRMED ->
                    reservation.quantity() == quantity ? new Answer.Done(reservation) : new Answer.Differs(reservation);
            };
        }
        if (stock < quantity) {
            return new Answer.OutOfStock(stock);
        }
        stocks.put(part.productId(), stock - quantity);
        return note(part, new Reservation(part.productId(), part.paymentId(), quantity, ReservationState.RESERVED));
    }

    @Override
    public Answer confirm(Part part) {
        Reservation reservation = known.get(part);
        if (!stocks.containsKey(part.productId())) {
            return new Answer.UnknownProduct();
        }
        if (reservation == null) {
            return new Answer.NotReserved();
        }
        return reservation.state() == ReservationState.RELEASED
                ? new Answer.Ended(ReservationState.RELEASED)
                : note(part, reservation.in(ReservationState.CONFIRMED));
    }

    @Override
    public Answer release(Part part) {
        Reservation reservation = known.get(part);
        if (!stocks.containsKey(part.productId())) {
            return new Answer.UnknownProduct();
        }
        if (reservation == null) {
            return note(part, new Reservation(part.productId(), part.paymentId(), 0, ReservationState.RELEASED));
        }
        if (reservation.state() == ReservationState.CONFIRMED) {
            return new Answer.Ended(ReservationState.CONFIRMED);
        }
        if (reservation.state() == ReservationState.RESERVED) {
            stocks.merge(part.productId(), reservation.quantity(), Integer::sum);
        }
        return note(part, reservation.in(ReservationState.RELEASED));
    }

    private Answer note(Part part, Reservation reservation) {
        known.put(part, reservation);
        return new Answer.Done(reservation);
    }
}
