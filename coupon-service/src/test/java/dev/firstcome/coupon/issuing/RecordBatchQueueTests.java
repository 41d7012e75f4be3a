package dev.firstcome.coupon.issuing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.log.LogEntry;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecordBatchQueueTests {
    private static final int MAX = 2_000;
    private final RecordBatchQueue queue = new RecordBatchQueue();

    @Test
    void batchesAreMergedUpToTheLimit() throws InterruptedException {
        queue.add(records(1, 0, 1_100));
        queue.add(records(1, 1_100, 2_200));
        queue.add(records(1, 2_200, 7_300));

        assertThat(offsets(take())).isEqualTo(offsets(0, 2_000));
        assertThat(queue.records()).isEqualTo(5_300);
        assertThat(offsets(take())).isEqualTo(offsets(2_000, 4_000));
        assertThat(offsets(take())).isEqualTo(offsets(4_000, 6_000));
        assertThat(offsets(take())).isEqualTo(offsets(6_000, 7_300));
        assertThat(queue.take(0, MAX)).isNull();
    }

    @Test
    void bytesAreThoseOfTheQueuedRecords() throws InterruptedException {
        queue.add(records(1, 0, 3_000));
        queue.add(records(1, 3_000, 3_001));

        assertThat(queue.bytes()).isEqualTo(300_100);
        assertThat(take().bytes()).isEqualTo(200_000);
        assertThat(queue.bytes()).isEqualTo(100_100);
        take();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void batchesBeforeAndAfterASeekAreNotMerged() throws InterruptedException {
        queue.add(records(1, 5_000, 5_100));
        queue.add(records(2, 0, 100));

        assertThat(take().generation()).isEqualTo(1);
        assertThat(offsets(take())).isEqualTo(offsets(0, 100));
    }

    @Test
    void clearAlsoRemovesTheRemainderOfABatch() throws InterruptedException {
        queue.add(records(1, 0, 3_000));
        queue.add(records(1, 3_000, 3_100));
        take();

        queue.clear();

        assertThat(queue.records()).isZero();
        assertThat(queue.bytes()).isZero();
        assertThat(queue.take(0, MAX)).isNull();
    }

    @Test
    void aWakeUpIsNotMergedWithRecords() throws InterruptedException {
        queue.add(records(1, 0, 10));
        queue.add(RecordBatch.WAKE_UP);
        queue.add(records(1, 10, 20));

        assertThat(offsets(take())).isEqualTo(offsets(0, 10));
        assertThat(take()).isEqualTo(RecordBatch.WAKE_UP);
        assertThat(offsets(take())).isEqualTo(offsets(10, 20));
    }

    private RecordBatch take() throws InterruptedException {
        return Objects.requireNonNull(queue.take(0, MAX));
    }

    /** Creates records of 100 bytes each. */
    private static RecordBatch records(int generation, long from, long to) {
        List<LogEntry> entries = LongStream.range(from, to)
                .mapToObj(offset ->
                        new LogEntry(offset, 0, null, null, new LogEntry.Unreadable(new byte[0], new byte[0], null)))
                .toList();
        return new RecordBatch(generation, entries, 100 * (to - from));
    }

    private static List<Long> offsets(RecordBatch batch) {
        return batch.entries().stream().map(LogEntry::offset).toList();
    }

    private static List<Long> offsets(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
