package dev.firstcome.platform.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that were told before they could be deleted: the log has a commit before others see what it wrote, much before where
 * it waits for a standby. They are looked for a few times more, no sooner than this says; what is still there then is told
 * again by the sweep. Not for several threads.
 */
final class Leftovers {
    private static final List<Duration> LOOKS =
            List.of(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(2));
    private static final int ROWS_MAX = 4_096;

    private final List<Leftover> waiting = new ArrayList<>();

    /** @param looks how often the row was looked for since it was told */
    record Leftover(OutboxRow.Key row, int looks, long dueAt) {}

    /** Removes and gives what is to be looked for now. */
    List<Leftover> due(long now) {
        List<Leftover> due =
                waiting.stream().filter(one -> one.dueAt - now <= 0).toList();
        waiting.removeIf(one -> one.dueAt - now <= 0);
        return due;
    }

    /** These were told, and their rows were not there. */
    void add(List<OutboxRow.Key> rows, long now) {
        rows.forEach(row -> lookFor(row, 0, now));
    }

    /** These were looked for, and are not there yet or were gone before. */
    void addAgain(List<Leftover> tried, long now) {
        tried.forEach(one -> lookFor(one.row, one.looks + 1, now));
    }

    private void lookFor(OutboxRow.Key row, int looks, long now) {
        if (looks < LOOKS.size() && waiting.size() < ROWS_MAX) {
            waiting.add(new Leftover(row, looks, now + LOOKS.get(looks).toNanos()));
        }
    }
}
