package dev.firstcome.catalog.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.catalog.stock.Reservations.Answer;
import dev.firstcome.catalog.stock.Reservations.Part;
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

/** What a payment's end does to the stock of its products. */
class SettleStockTests {
    private static final Bucket ONE = new Bucket(1);
    private static final Bucket TWO = new Bucket(2);

    private final BucketedIds ids = new BucketedIds(Clock.systemUTC());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InMemoryReservations reservations = new InMemoryReservations();
    private final SettleStock settling = new SettleStock(new StockKeeper(reservations, meters), meters);
    private final UUID payment = UUID.randomUUID();
    private final UUID lamp = ids.next(ONE);
    private final UUID kettle = ids.next(TWO);

    @BeforeEach
    void bothAreReserved() {
        reservations.put(lamp, 10);
        reservations.put(kettle, 10);
        reservations.reserve(new Part(lamp, payment), 2);
        reservations.reserve(new Part(kettle, payment), 3);
    }

    @ParameterizedTest
    @EnumSource(names = {"DECLINED", "REJECTED", "CANCELLED", "EXPIRED"})
    void whatWasNotChargedComesBackInItsOwnBucketOnly(PaymentState state) {
        PaymentChanged event = event(state);

        assertThat(settling.bucketsOf(event)).containsExactlyInAnyOrder(ONE, TWO);
        settling.settle(ONE, event);

        assertThat(reservations.stockOf(lamp)).isEqualTo(10);
        assertThat(reservations.stockOf(kettle)).isEqualTo(7);
        assertThat(contradictions()).isZero();
    }

    @Test
    void whatWasChargedIsConfirmed() {
        PaymentChanged event = event(PaymentState.CAPTURED);

        settling.bucketsOf(event).forEach(bucket -> settling.settle(bucket, event));

        for (UUID product : List.of(lamp, kettle)) {
            assertThat(reservations.release(new Part(product, payment)))
                    .isEqualTo(new Answer.Ended(ReservationState.CONFIRMED));
        }
        assertThat(counted("CONFIRM", "CONFIRMED")).isEqualTo(2);
        assertThat(contradictions()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUESTED", "RESERVED", "CHARGING", "UNKNOWN"})
    void aPaymentThatHasNotEndedIsPassedOver(PaymentState state) {
        assertThat(settling.bucketsOf(event(state))).isEmpty();
        settling.settle(ONE, event(state));
        assertThat(reservations.stockOf(lamp)).isEqualTo(8);
        assertThat(reservations.confirm(new Part(lamp, payment)))
                .isInstanceOf(Answer.Done.class)
                .isNotEqualTo(new Answer.NotReserved());
    }

    @Test
    void whatContradictsTheStockIsCountedAndHoldsNothingUp() {
        UUID stranger = UUID.randomUUID();
        PaymentChanged notReserved = event(stranger, PaymentState.CAPTURED, 2);
        settling.settle(ONE, notReserved);
        assertThat(contradictions()).as("not reserved").isEqualTo(1);

        reservations.release(new Part(lamp, payment));
        settling.settle(ONE, event(PaymentState.CAPTURED));
        assertThat(contradictions()).as("released before").isEqualTo(2);

        reservations.reserve(new Part(lamp, stranger), 5);
        settling.settle(ONE, notReserved);
        assertThat(contradictions()).as("another quantity").isEqualTo(3);
        settling.settle(ONE, event(stranger, PaymentState.DECLINED, 5));
        assertThat(contradictions()).as("confirmed before").isEqualTo(4);

        assertThat(reservations.stockOf(lamp)).isEqualTo(5);
    }

    @Test
    void eachAnswerIsCountedByItsOutcome() {
        StockKeeper keeper = new StockKeeper(reservations, meters);
        keeper.reserve(new Part(lamp, payment), 2);
        keeper.reserve(new Part(lamp, payment), 1);
        keeper.reserve(new Part(lamp, UUID.randomUUID()), 9);
        keeper.confirm(new Part(lamp, UUID.randomUUID()));
        keeper.release(new Part(UUID.randomUUID(), payment));
        keeper.release(new Part(lamp, payment));
        keeper.confirm(new Part(lamp, payment));

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

    private PaymentChanged event(UUID of, PaymentState state, int lamps) {
        return new PaymentChanged(
                of,
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
