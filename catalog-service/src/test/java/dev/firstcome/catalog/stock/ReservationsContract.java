package dev.firstcome.catalog.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.catalog.stock.Reservations.ReservationKey;
import dev.firstcome.catalog.stock.Reservations.Result;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Contract of every {@link Reservations} implementation. */
abstract class ReservationsContract {
    private static final int STOCK = 10;
    private final UUID payment = UUID.randomUUID();

    abstract Reservations reservations();

    abstract UUID product(int stock);

    abstract int stockOf(UUID product);

    @Test
    void aRepeatedReservationReservesTheStockOnce() {
        ReservationKey key = newReservation();

        assertThat(reservations().reserve(key, 4)).isEqualTo(done(key, 4, ReservationState.RESERVED));
        assertThat(reservations().reserve(key, 4)).isEqualTo(done(key, 4, ReservationState.RESERVED));
        assertThat(stockOf(key.productId())).isEqualTo(6);
    }

    @Test
    void aDifferentQuantityForTheSamePaymentIsRejected() {
        ReservationKey key = newReservation();
        reservations().reserve(key, 4);
        Reservation first = new Reservation(key.productId(), payment, 4, ReservationState.RESERVED);

        assertThat(reservations().reserve(key, 3)).isEqualTo(new Result.QuantityMismatch(first));
        assertThat(reservations().reserve(key, 5)).isEqualTo(new Result.QuantityMismatch(first));
        reservations().confirm(key);
        assertThat(reservations().reserve(key, 5))
                .isEqualTo(new Result.QuantityMismatch(first.withState(ReservationState.CONFIRMED)));
        assertThat(stockOf(key.productId())).isEqualTo(6);
    }

    @Test
    void aReservationBeyondTheStockIsRejectedAndNotStored() {
        ReservationKey key = newReservation();

        assertThat(reservations().reserve(key, STOCK + 1)).isEqualTo(new Result.OutOfStock(STOCK));
        assertThat(reservations().confirm(key)).isEqualTo(new Result.NotReserved());
        assertThat(reservations().reserve(key, STOCK)).isEqualTo(done(key, STOCK, ReservationState.RESERVED));
        ReservationKey late = new ReservationKey(key.productId(), UUID.randomUUID());
        assertThat(reservations().reserve(late, 1)).isEqualTo(new Result.OutOfStock(0));
        assertThat(stockOf(key.productId())).isZero();
    }

    @Test
    void aConfirmedReservationCannotBeReleased() {
        ReservationKey key = newReservation();
        reservations().reserve(key, 4);

        assertThat(reservations().confirm(key)).isEqualTo(done(key, 4, ReservationState.CONFIRMED));
        assertThat(reservations().confirm(key)).isEqualTo(done(key, 4, ReservationState.CONFIRMED));
        assertThat(reservations().release(key)).isEqualTo(new Result.AlreadyFinal(ReservationState.CONFIRMED));
        assertThat(reservations().reserve(key, 4)).isEqualTo(done(key, 4, ReservationState.CONFIRMED));
        assertThat(stockOf(key.productId())).isEqualTo(6);
    }

    @Test
    void aReleaseReturnsTheQuantityOnce() {
        ReservationKey key = newReservation();
        reservations().reserve(key, 4);

        assertThat(reservations().release(key)).isEqualTo(done(key, 4, ReservationState.RELEASED));
        assertThat(reservations().release(key)).isEqualTo(done(key, 4, ReservationState.RELEASED));
        assertThat(reservations().confirm(key)).isEqualTo(new Result.AlreadyFinal(ReservationState.RELEASED));
        assertThat(reservations().reserve(key, 4)).isEqualTo(new Result.AlreadyFinal(ReservationState.RELEASED));
        assertThat(stockOf(key.productId())).isEqualTo(STOCK);
    }

    @Test
    void aReleaseBeforeTheReservationPreventsIt() {
        ReservationKey key = newReservation();

        assertThat(reservations().release(key)).isEqualTo(done(key, 0, ReservationState.RELEASED));
        assertThat(reservations().reserve(key, 4)).isEqualTo(new Result.AlreadyFinal(ReservationState.RELEASED));
        assertThat(reservations().confirm(key)).isEqualTo(new Result.AlreadyFinal(ReservationState.RELEASED));
        assertThat(reservations().release(key)).isEqualTo(done(key, 0, ReservationState.RELEASED));
        assertThat(stockOf(key.productId())).isEqualTo(STOCK);
        ReservationKey another = new ReservationKey(key.productId(), UUID.randomUUID());
        assertThat(reservations().reserve(another, 4)).isEqualTo(done(another, 4, ReservationState.RESERVED));
    }

    @Test
    void aConfirmationWithoutReservationIsRejectedAndALaterReservationSucceeds() {
        ReservationKey key = newReservation();

        assertThat(reservations().confirm(key)).isEqualTo(new Result.NotReserved());
        assertThat(reservations().reserve(key, 1)).isEqualTo(done(key, 1, ReservationState.RESERVED));
    }

    @Test
    void operationsOnAnUnknownProductAreRejected() {
        ReservationKey key = new ReservationKey(UUID.randomUUID(), payment);

        assertThat(reservations().reserve(key, 1)).isEqualTo(new Result.UnknownProduct());
        assertThat(reservations().confirm(key)).isEqualTo(new Result.UnknownProduct());
        assertThat(reservations().release(key)).isEqualTo(new Result.UnknownProduct());
    }

    private ReservationKey newReservation() {
        return new ReservationKey(product(STOCK), payment);
    }

    private static Result done(ReservationKey key, int quantity, ReservationState state) {
        return new Result.Applied(new Reservation(key.productId(), key.paymentId(), quantity, state));
    }
}
