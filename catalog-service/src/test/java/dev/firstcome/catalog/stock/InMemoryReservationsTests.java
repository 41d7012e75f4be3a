package dev.firstcome.catalog.stock;

import java.util.UUID;

class InMemoryReservationsTests extends ReservationsContract {
    private final InMemoryReservations reservations = new InMemoryReservations();

    @Override
    Reservations reservations() {
        return reservations;
    }

    @Override
    UUID product(int stock) {
        UUID product = UUID.randomUUID();
        reservations.put(product, stock);
        return product;
    }

    @Override
    int stockOf(UUID product) {
        return reservations.stockOf(product);
    }
}
