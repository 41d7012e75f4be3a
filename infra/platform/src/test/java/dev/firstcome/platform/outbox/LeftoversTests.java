package dev.firstcome.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows whose commit nobody else could see yet when they were told. */
class LeftoversTests {
    private final Leftovers leftovers = new Leftovers();

    /** No bound on how long a process has run: the clock may turn over. */
    private long now = Long.MAX_VALUE - 1_000;

    @Test
    void whatIsStillThereIsLookedForThreeTimesLessAndLessOften() {
        List<OutboxRow.Key> rows = List.of(row(1));
        leftovers.add(rows, now);
        List<Duration> looks = new ArrayList<>();

        Duration passed = Duration.ZERO;
        for (int i = 0; i < 5_000; i++) {
            passed = passed.plusMillis(1);
            List<Leftovers.Leftover> due = leftovers.due(now + passed.toNanos());
            if (!due.isEmpty()) {
                assertThat(due).extracting(Leftovers.Leftover::row).containsExactlyElementsOf(rows);
                looks.add(passed);
                leftovers.addAgain(due, now + passed.toNanos());
            }
        }

        assertThat(looks).containsExactly(Duration.ofMillis(20), Duration.ofMillis(220), Duration.ofMillis(2_220));
    }

    @Test
    void whatWasDeletedIsNotLookedForAgain() {
        leftovers.add(List.of(row(1), row(2)), now);
        now += Duration.ofMillis(20).toNanos();
        List<Leftovers.Leftover> due = leftovers.due(now);

        leftovers.addAgain(due.subList(1, 2), now);

        assertThat(leftovers.due(now + Duration.ofSeconds(1).toNanos()))
                .extracting(one -> one.row().eventId())
                .containsExactly(row(2).eventId());
    }

    @Test
    void noMoreAreKeptThanFit() {
        leftovers.add(IntStream.range(0, 10_000).mapToObj(LeftoversTests::row).toList(), now);

        assertThat(leftovers.due(now + Duration.ofSeconds(1).toNanos())).hasSize(4_096);
    }

    private static OutboxRow.Key row(int number) {
        return new OutboxRow.Key(1, new UUID(0, number));
    }
}
