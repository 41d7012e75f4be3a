package dev.firstcome.coupon.issuing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.log.LogEntry;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeliveriesTests {
    private static final int MAX = 2_000;
    private final Deliveries deliveries = new Deliveries();

    @Test
    void callsAreFullHoweverTheRecordsCame() throws InterruptedException {
        deliveries.add(records(1, 0, 1_100));
        deliveries.add(records(1, 1_100, 2_200));
        deliveries.add(records(1, 2_200, 7_300));

        assertThat(offsets(taken())).isEqualTo(offsets(0, 2_000));
        assertThat(deliveries.records()).isEqualTo(5_300);
        assertThat(offsets(taken())).isEqualTo(offsets(2_000, 4_000));
        assertThat(offsets(taken())).isEqualTo(offsets(4_000, 6_000));
        assertThat(offsets(taken())).isEqualTo(offsets(6_000, 7_300));
        assertThat(deliveries.take(0, MAX)).isNull();
    }

    @Test
    void bytesAreThoseOfWhatWaits() throws InterruptedException {
        deliveries.add(records(1, 0, 3_000));
        deliveries.add(records(1, 3_000, 3_001));

        assertThat(deliveries.bytes()).isEqualTo(300_100);
        assertThat(taken().bytes()).isEqualTo(200_000);
        assertThat(deliveries.bytes()).isEqualTo(100_100);
        taken();
        assertThat(deliveries.bytes()).isZero();
    }

    @Test
    void whatWasReadBeforeASeekIsNotMixedWithWhatCameAfterIt() throws InterruptedException {
        deliveries.add(records(1, 5_000, 5_100));
        deliveries.add(records(2, 0, 100));

        assertThat(taken().generation()).isEqualTo(1);
        assertThat(offsets(taken())).isEqualTo(offsets(0, 100));
    }

    @Test
    void nothingIsLeftOfWhatWasClearedInItsMidst() throws InterruptedException {
        deliveries.add(records(1, 0, 3_000));
        deliveries.add(records(1, 3_000, 3_100));
        taken();

        deliveries.clear();

        assertThat(deliveries.records()).isZero();
        assertThat(deliveries.bytes()).isZero();
        assertThat(deliveries.take(0, MAX)).isNull();
    }

    @Test
    void aReasonToLookUpIsNotTakenForRecords() throws InterruptedException {
        deliveries.add(records(1, 0, 10));
        deliveries.add(Delivery.WAKING);
        deliveries.add(records(1, 10, 20));

        assertThat(offsets(taken())).isEqualTo(offsets(0, 10));
        assertThat(taken()).isEqualTo(Delivery.WAKING);
        assertThat(offsets(taken())).isEqualTo(offsets(10, 20));
    }

    private Delivery taken() throws InterruptedException {
        return Objects.requireNonNull(deliveries.take(0, MAX));
    }

    /** A hundred bytes each. */
    private static Delivery records(int generation, long from, long to) {
        List<LogEntry> entries = LongStream.range(from, to)
                .mapToObj(offset ->
                        new LogEntry(offset, 0, null, null, new LogEntry.Unreadable(new byte[0], new byte[0], null)))
                .toList();
        return new Delivery(generation, entries, 100 * (to - from));
    }

    private static List<Long> offsets(Delivery delivery) {
        return delivery.entries().stream().map(LogEntry::offset).toList();
    }

    private static List<Long> offsets(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
