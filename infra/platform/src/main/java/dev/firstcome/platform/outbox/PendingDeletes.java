package dev.firstcome.platform.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Published rows that could not be deleted yet. The write-ahead log delivers a commit before other sessions see its rows,
 * much before it if the commit waits for a standby. Each delete is retried three times within about two seconds. A row
 * that is then still there is published once more by the sweep. Not thread-safe.
 */
final class PendingDeletes {
    private static final List<Duration> RETRY_DELAYS =
            List.of(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(2));
    private static final int ROWS_MAX = 4_096;

    private final List<PendingDelete> pending = new ArrayList<>();

    /**
     * @param retries how often the delete was retried
     * @param dueAt the time of the next retry, as {@link System#nanoTime}
     */
    record PendingDelete(OutboxRow.Key row, int retries, long dueAt) {}

    /** Removes and returns the deletes that are due. */
    List<PendingDelete> takeDue(long now) {
        List<PendingDelete> due =
                pending.stream().filter(one -> one.dueAt - now <= 0).toList();
        pending.removeIf(one -> one.dueAt - now <= 0);
        return due;
    }

    /** Adds rows that were published and not found by their delete. */
    void add(List<OutboxRow.Key> rows, long now) {
        rows.forEach(row -> schedule(row, 0, now));
    }

    /** Adds deletes whose retry did not find the row, because it is not visible yet or was deleted before. */
    void addRetried(List<PendingDelete> retried, long now) {
        retried.forEach(one -> schedule(one.row, one.retries + 1, now));
    }

    private void schedule(OutboxRow.Key row, int retries, long now) {
        if (retries < RETRY_DELAYS.size() && pending.size() < ROWS_MAX) {
            pending.add(new PendingDelete(
                    row, retries, now + RETRY_DELAYS.get(retries).toNanos()));
        }
    }
}
