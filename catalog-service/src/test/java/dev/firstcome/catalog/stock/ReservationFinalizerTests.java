package dev.firstcome.catalog.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.catalog.stock.Reservations.ReservationKey;
import dev.firstcome.catalog.stock.Reservations.Result;
import dev.firstcome.contracts.payment.PaymentChanged;
import dev.firstcome.contracts.payment.PaymentChanged.Item;
import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the effect of final payment states on reservations. */
class ReservationFinalizerTests {
    private static final Bucket ONE = new Bucket(1);
    private static final Bucket TWO = new Bucket(2);

    private final BucketedIds ids = new BucketedIds(Clock.systemUTC());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InMemoryReservations reservations = new InMemoryReservations();
    private final ReservationFinalizer finalizer =
            new ReservationFinalizer(new StockReserver(reservations, meters), meters);
    private final UUID payment = UUID.randomUUID();
    private final UUID lamp = ids.next(ONE);
    private final UUID kettle = ids.next(TWO);

    @BeforeEach
    void reserveBothProducts() {
        reservations.put(lamp, 10);
        reservations.put(kettle, 10);
        reservations.reserve(new ReservationKey(lamp, payment), 2);
        reservations.reserve(new ReservationKey(kettle, payment), 3);
    }

    @ParameterizedTest
    @EnumSource(names = {"DECLINED", "REJECTED", "CANCELLED", "EXPIRED"})
    void aPaymentThatFailsReleasesTheReservationsOfTheBucketOnly(PaymentState state) {
        PaymentChanged event = event(state);

        assertThat(finalizer.bucketsOf(event)).containsExactlyInAnyOrder(ONE, TWO);
        finalizer.finalizeReservations(ONE, event);

        assertThat(reservations.stockOf(lamp)).isEqualTo(10);
        assertThat(reservations.stockOf(kettle)).isEqualTo(7);
        assertThat(contradictions()).isZero();
    }

    @Test
    void aCapturedPaymentConfirmsItsReservations() {
        PaymentChanged event = event(PaymentState.CAPTURED);

        finalizer.bucketsOf(event).forEach(bucket -> finalizer.finalizeReservations(bucket, event));

        for (UUID product : List.of(lamp, kettle)) {
            assertThat(reservations.release(new ReservationKey(product, payment)))
                    .isEqualTo(new Result.AlreadyFinal(ReservationState.CONFIRMED));
        }
        assertThat(counted("CONFIRM", "CONFIRMED")).isEqualTo(2);
        assertThat(contradictions()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUESTED", "RESERVED", "CHARGING", "UNKNOWN"})
    void aPaymentWithoutFinalStateChangesNothing(PaymentState state) {
        assertThat(finalizer.bucketsOf(event(state))).isEmpty();
        finalizer.finalizeReservations(ONE, event(state));
        assertThat(reservations.stockOf(lamp)).isEqualTo(8);
        assertThat(reservations.confirm(new ReservationKey(lamp, payment)))
                .isInstanceOf(Result.Applied.class)
                .isNotEqualTo(new Result.NotReserved());
    }

    @Test
    void contradictionsAreCountedAndDoNotFail() {
        UUID otherPayment = UUID.randomUUID();
        PaymentChanged notReserved = event(otherPayment, PaymentState.CAPTURED, 2);
        finalizer.finalizeReservations(ONE, notReserved);
        assertThat(contradictions()).as("not reserved").isEqualTo(1);

        reservations.release(new ReservationKey(lamp, payment));
        finalizer.finalizeReservations(ONE, event(PaymentState.CAPTURED));
        assertThat(contradictions()).as("already released").isEqualTo(2);

        reservations.reserve(new ReservationKey(lamp, otherPayment), 5);
        finalizer.finalizeReservations(ONE, notReserved);
        assertThat(contradictions()).as("another quantity").isEqualTo(3);
        finalizer.finalizeReservations(ONE, event(otherPayment, PaymentState.DECLINED, 5));
        assertThat(contradictions()).as("already confirmed").isEqualTo(4);

        assertThat(reservations.stockOf(lamp)).isEqualTo(5);
    }

    @Test
    void eachResultIsCountedByOutcome() {
        StockReserver reserver = new StockReserver(reservations, meters);
        reserver.reserve(new ReservationKey(lamp, payment), 2);
        reserver.reserve(new ReservationKey(lamp, payment), 1);
        reserver.reserve(new ReservationKey(lamp, UUID.randomUUID()), 9);
        reserver.confirm(new ReservationKey(lamp, UUID.randomUUID()));
        reserver.release(new ReservationKey(UUID.randomUUID(), payment));
        reserver.release(new ReservationKey(lamp, payment));
        reserver.confirm(new ReservationKey(lamp, payment));

        assertThat(counted("RESERVE", "RESERVED")).isEqualTo(1);
        assertThat(counted("RESERVE", "RESERVATION_DIFFERS")).isEqualTo(1);
        assertThat(counted("RESERVE", "OUT_OF_STOCK")).isEqualTo(1);
        assertThat(counted("CONFIRM", "NOT_RESERVED")).isEqualTo(1);
        assertThat(counted("RELEASE", "NOT_FOUND")).isEqualTo(1);
        assertThat(counted("RELEASE", "RELEASED")).isEqualTo(1);
        assertThat(counted("CONFIRM", "RESERVATION_ENDED")).isEqualTo(1);
    }

    private double counted(String step, String outcome) {
        return meters.counter("firstcome.stock.reservations", "step", step, "outcome", outcome)
                .count();
    }

    private double contradictions() {
        return meters.get("firstcome.stock.contradictions").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private PaymentChanged event(PaymentState state) {
        return event(payment, state, 2);
    }

    private PaymentChanged event(UUID paymentId, PaymentState state, int lamps) {
        return new PaymentChanged(
                paymentId,
                UUID.randomUUID(),
                3,
                state,
                null,
                List.of(new Item(lamp, lamps, 100), new Item(kettle, 3, 100)),
                null,
                "KRW",
                500,
                0,
                500,
                List.of(),
                Instant.EPOCH);
    }
}
