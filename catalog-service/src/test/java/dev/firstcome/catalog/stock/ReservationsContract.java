package dev.firstcome.catalog.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.catalog.stock.Reservations.Answer;
import dev.firstcome.catalog.stock.Reservations.Part;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every keeper of reservations does, in whatever order it is called. */
abstract class ReservationsContract {
    private static final int STOCK = 10;
    private final UUID payment = UUID.randomUUID();

    abstract Reservations reservations();

    abstract UUID product(int stock);

    abstract int stockOf(UUID product);

    @Test
    void whatIsReservedIsGoneAndReservingItAgainTakesNoMore() {
        Part part = part();

        assertThat(reservations().reserve(part, 4)).isEqualTo(done(part, 4, ReservationState.RESERVED));
        assertThat(reservations().reserve(part, 4)).isEqualTo(done(part, 4, ReservationState.RESERVED));
        assertThat(stockOf(part.productId())).isEqualTo(6);
    }

    @Test
    void anotherQuantityUnderTheSamePaymentIsRefused() {
        Part part = part();
        reservations().reserve(part, 4);
        Reservation first = new Reservation(part.productId(), payment, 4, ReservationState.RESERVED);

        assertThat(reservations().reserve(part, 3)).isEqualTo(new Answer.Differs(first));
        assertThat(reservations().reserve(part, 5)).isEqualTo(new Answer.Differs(first));
        reservations().confirm(part);
        assertThat(reservations().reserve(part, 5)).isEqualTo(new Answer.Differs(first.in(ReservationState.CONFIRMED)));
        assertThat(stockOf(part.productId())).isEqualTo(6);
    }

    @Test
    void moreThanThereIsIsNotReservedAndLeavesNoTrace() {
        Part part = part();

        assertThat(reservations().reserve(part, STOCK + 1)).isEqualTo(new Answer.OutOfStock(STOCK));
        assertThat(reservations().confirm(part)).isEqualTo(new Answer.NotReserved());
        assertThat(reservations().reserve(part, STOCK)).isEqualTo(done(part, STOCK, ReservationState.RESERVED));
        Part late = new Part(part.productId(), UUID.randomUUID());
        assertThat(reservations().reserve(late, 1)).isEqualTo(new Answer.OutOfStock(0));
        assertThat(stockOf(part.productId())).isZero();
    }

    @Test
    void whatIsConfirmedStaysGone() {
        Part part = part();
        reservations().reserve(part, 4);

        assertThat(reservations().confirm(part)).isEqualTo(done(part, 4, ReservationState.CONFIRMED));
        assertThat(reservations().confirm(part)).isEqualTo(done(part, 4, ReservationState.CONFIRMED));
        assertThat(reservations().release(part)).isEqualTo(new Answer.Ended(ReservationState.CONFIRMED));
        assertThat(reservations().reserve(part, 4)).isEqualTo(done(part, 4, ReservationState.CONFIRMED));
        assertThat(stockOf(part.productId())).isEqualTo(6);
    }

    @Test
    void whatIsReleasedComesBackOnce() {
        Part part = part();
        reservations().reserve(part, 4);

        assertThat(reservations().release(part)).isEqualTo(done(part, 4, ReservationState.RELEASED));
        assertThat(reservations().release(part)).isEqualTo(done(part, 4, ReservationState.RELEASED));
        assertThat(reservations().confirm(part)).isEqualTo(new Answer.Ended(ReservationState.RELEASED));
        assertThat(reservations().reserve(part, 4)).isEqualTo(new Answer.Ended(ReservationState.RELEASED));
        assertThat(stockOf(part.productId())).isEqualTo(STOCK);
    }

    @Test
    void aReleaseThatComesFirstForbidsTheReservation() {
        Part part = part();

        assertThat(reservations().release(part)).isEqualTo(done(part, 0, ReservationState.RELEASED));
        assertThat(reservations().reserve(part, 4)).isEqualTo(new Answer.Ended(ReservationState.RELEASED));
        assertThat(reservations().confirm(part)).isEqualTo(new Answer.Ended(ReservationState.RELEASED));
        assertThat(reservations().release(part)).isEqualTo(done(part, 0, ReservationState.RELEASED));
        assertThat(stockOf(part.productId())).isEqualTo(STOCK);
        Part another = new Part(part.productId(), UUID.randomUUID());
        assertThat(reservations().reserve(another, 4)).isEqualTo(done(another, 4, ReservationState.RESERVED));
    }

    @Test
    void whatWasNeverReservedIsNotConfirmedAndMayBeReservedLater() {
        Part part = part();

        assertThat(reservations().confirm(part)).isEqualTo(new Answer.NotReserved());
        assertThat(reservations().reserve(part, 1)).isEqualTo(done(part, 1, ReservationState.RESERVED));
    }

    @Test
    void aProductThatIsNotThereIsUnknown() {
        Part part = new Part(UUID.randomUUID(), payment);

        assertThat(reservations().reserve(part, 1)).isEqualTo(new Answer.UnknownProduct());
        assertThat(reservations().confirm(part)).isEqualTo(new Answer.UnknownProduct());
        assertThat(reservations().release(part)).isEqualTo(new Answer.UnknownProduct());
    }

    private Part part() {
        return new Part(product(STOCK), payment);
    }

    private static Answer done(Part part, int quantity, ReservationState state) {
        return new Answer.Done(new Reservation(part.productId(), part.paymentId(), quantity, state));
    }
}
