package dev.firstcome.local.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordProgressTests {
    private final StringWriter output = new StringWriter();
    private long now;
    private final RecordProgress progress = new RecordProgress("Verifying", new PrintWriter(output, true), () -> now);

    @Test
    void aLinePerSecondShowsPartitionTotalAndRate() {
        progress.started(Map.of(3, 1_000L, 4, 500L));

        for (int i = 0; i < 1_000; i++) {
            pass(Duration.ofMillis(10));
            progress.processed(3);
        }

        assertThat(output.toString().lines())
                .hasSize(10)
                .contains("Verifying partition 3: 100 of 1,000 records, total 100 of 1,500, 100 records/s");
    }

    @Test
    void aStalledSourceIsShown() {
        progress.started(Map.of(3, 1_000L));

        pass(Duration.ofSeconds(2));
        progress.tick();
        progress.tick();

        assertThat(output.toString().lines()).containsExactly("Verifying total 0 of 1,000, 0 records/s");
    }

    @Test
    void aShortRunShowsItsFinalState() {
        progress.started(Map.of(3, 1L));
        progress.processed(3);
        pass(Duration.ofMillis(500));

        progress.finish();

        assertThat(output.toString().lines())
                .containsExactly("Verifying partition 3: 1 of 1 records, total 1 of 1, 2 records/s");
    }

    @Test
    void workBeforeTheFirstRecordIsShownAndNotPartOfTheRate() {
        pass(Duration.ofSeconds(5));
        progress.tick();
        progress.started(Map.of(3, 1L));
        progress.processed(3);
        pass(Duration.ofSeconds(1));

        progress.finish();

        assertThat(output.toString().lines())
                .containsExactly(
                        "Verifying: preparing", "Verifying partition 3: 1 of 1 records, total 1 of 1, 1 records/s");
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
