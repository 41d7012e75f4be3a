package dev.firstcome.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.outbox.OutboxTable.OutboxRow;
import dev.firstcome.platform.outbox.OutboxTable.PendingDeletes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Deletes of rows that were published before their commit was visible. */
class PendingDeletesTests {
    private final PendingDeletes pendingDeletes = new PendingDeletes();

    /** System.nanoTime may overflow. */
    private long now = Long.MAX_VALUE - 1_000;

    @Test
    void aDeleteIsRetriedThreeTimesWithGrowingDelays() {
        List<OutboxRow.Key> rows = List.of(row(1));
        pendingDeletes.add(rows, now);
        List<Duration> retries = new ArrayList<>();

        Duration elapsed = Duration.ZERO;
        for (int i = 0; i < 5_000; i++) {
            elapsed = elapsed.plusMillis(1);
            List<PendingDeletes.PendingDelete> due = pendingDeletes.takeDue(now + elapsed.toNanos());
            if (!due.isEmpty()) {
                assertThat(due).extracting(PendingDeletes.PendingDelete::row).containsExactlyElementsOf(rows);
                retries.add(elapsed);
                pendingDeletes.addRetried(due, now + elapsed.toNanos());
            }
        }

        assertThat(retries).containsExactly(Duration.ofMillis(20), Duration.ofMillis(220), Duration.ofMillis(2_220));
    }

    @Test
    void aDeletedRowIsNotRetried() {
        pendingDeletes.add(List.of(row(1), row(2)), now);
        now += Duration.ofMillis(20).toNanos();
        List<PendingDeletes.PendingDelete> due = pendingDeletes.takeDue(now);

        pendingDeletes.addRetried(due.subList(1, 2), now);

        assertThat(pendingDeletes.takeDue(now + Duration.ofSeconds(1).toNanos()))
                .extracting(one -> one.row().eventId())
                .containsExactly(row(2).eventId());
    }

    @Test
    void theNumberOfPendingRowsIsBounded() {
        pendingDeletes.add(
                IntStream.range(0, 10_000).mapToObj(PendingDeletesTests::row).toList(), now);

        assertThat(pendingDeletes.takeDue(now + Duration.ofSeconds(1).toNanos()))
                .hasSize(4_096);
    }

    private static OutboxRow.Key row(int number) {
        return new OutboxRow.Key(1, new UUID(0, number));
    }
}
