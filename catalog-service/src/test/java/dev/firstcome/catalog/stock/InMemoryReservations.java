package dev.firstcome.catalog.stock;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** In-memory reservations. Not thread-safe. */
final class InMemoryReservations implements Reservations {
    private final Map<UUID, Integer> stocks = new HashMap<>();
    private final Map<ReservationKey, Reservation> reservations = new HashMap<>();

    void put(UUID product, int stock) {
        stocks.put(product, stock);
    }

    int stockOf(UUID product) {
        return stocks.getOrDefault(product, 0);
    }

    @Override
    public Result reserve(ReservationKey key, int quantity) {
        Integer stock = stocks.get(key.productId());
        Reservation reservation = reservations.get(key);
        if (stock == null) {
            return new Result.UnknownProduct();
        }
        if (reservation != null) {
            return switch (reservation.state()) {
                case RELEASED -> new Result.AlreadyFinal(ReservationState.RELEASED);
                case RESERVED, CONFIRMED ->
                    reservation.quantity() == quantity
                            ? new Result.Applied(reservation)
                            : new Result.QuantityMismatch(reservation);
            };
        }
        if (stock < quantity) {
            return new Result.OutOfStock(stock);
        }
        stocks.put(key.productId(), stock - quantity);
        return save(key, new Reservation(key.productId(), key.paymentId(), quantity, ReservationState.RESERVED));
    }

    @Override
    public Result confirm(ReservationKey key) {
        Reservation reservation = reservations.get(key);
        if (!stocks.containsKey(key.productId())) {
            return new Result.UnknownProduct();
        }
        if (reservation == null) {
            return new Result.NotReserved();
        }
        return reservation.state() == ReservationState.RELEASED
                ? new Result.AlreadyFinal(ReservationState.RELEASED)
                : save(key, reservation.withState(ReservationState.CONFIRMED));
    }

    @Override
    public Result release(ReservationKey key) {
        Reservation reservation = reservations.get(key);
        if (!stocks.containsKey(key.productId())) {
            return new Result.UnknownProduct();
        }
        if (reservation == null) {
            return save(key, new Reservation(key.productId(), key.paymentId(), 0, ReservationState.RELEASED));
        }
        if (reservation.state() == ReservationState.CONFIRMED) {
            return new Result.AlreadyFinal(ReservationState.CONFIRMED);
        }
        if (reservation.state() == ReservationState.RESERVED) {
            stocks.merge(key.productId(), reservation.quantity(), Integer::sum);
        }
        return save(key, reservation.withState(ReservationState.RELEASED));
    }

    private Result save(ReservationKey key, Reservation reservation) {
        reservations.put(key, reservation);
        return new Result.Applied(reservation);
    }
}
