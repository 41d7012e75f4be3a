package dev.firstcome.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.e2e.faults.proxy.ActiveImpairment;
import dev.firstcome.e2e.faults.proxy.Impairment;
import dev.firstcome.e2e.faults.proxy.Link;
import dev.firstcome.e2e.waiting.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** A timeline breaks and heals in its order, and heals whatever happens. */
class TimelineRunTests {
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final String HOUR = "3600000ms";

    private final Diary diary = new Diary();

    @Test
    void everythingBreaksAndHealsInItsOrder() throws InterruptedException {
        TimelineRun run = TimelineRun.begin(Timeline.parse("""
                timeline 1
                at 0ms for 40ms pg-1 kill
                at 10ms for 20ms a->b cut
                at 20ms for 60ms pg-2 pause
                at 40ms for 20ms c->d cut
                """), diary);
        run.ends();

        assertThat(diary.entries)
                .containsExactly(
                        "kill pg-1",
                        "break a->b",
                        "pause pg-2",
                        "heal a->b",
                        "launch pg-1",
                        "break c->d",
                        "heal c->d",
                        "resume pg-2",
                        "await pg-1");
    }

    @Test
    void closingHealsWhatIsBrokenAndBreaksNothingMore() throws InterruptedException {
        TimelineRun run = TimelineRun.begin(Timeline.parse("""
                timeline 1
                at 0ms for %1$s pg-1 pause
                at 0ms for %1$s a->b cut
                at %1$s for 1ms c->d cut
                """.formatted(HOUR)), diary);
        Eventually.holds("both are broken", BOUND, () -> diary.entries.size() == 2);
        run.close();

        assertThat(diary.entries).containsExactlyInAnyOrder("pause pg-1", "break a->b", "resume pg-1", "heal a->b");
    }

    @Test
    void aFailureHealsWhatIsBrokenAndIsTold() {
        TimelineRun run = TimelineRun.begin(Timeline.parse("""
                timeline 1
                at 0ms for %1$s a->b cut
                at 5ms for %1$s stubborn pause
                at 10ms for %1$s no-such-part kill
                at 20ms for %1$s c->d cut
                """.formatted(HOUR)), diary);

        assertThatThrownBy(run::ends).hasRootCauseMessage("no-such-part").hasMessageContaining("timeline 1");
        assertThat(diary.entries).containsExactly("break a->b", "pause stubborn", "heal a->b", "resume stubborn");
    }

    @Test
    void aFailureToHealOneHealsTheOthers() {
        TimelineRun run = TimelineRun.begin(Timeline.parse("""
                timeline 1
                at 0ms for 10ms no-such-part pause
                at 0ms for %1$s a->b cut
                """.formatted(HOUR)), diary);

        assertThatThrownBy(run::ends).hasRootCauseMessage("no-such-part");
        assertThat(diary.entries).contains("heal a->b");
    }

    /** Writes down what is asked of it; knows no part called no-such-part. */
    private static final class Diary implements FaultTarget {
        final Queue<String> entries = new ConcurrentLinkedQueue<>();

        private void write(String act, String part) {
            if (part.equals("no-such-part") && List.of("kill", "resume").contains(act)) {
                throw new IllegalArgumentException(part);
            }
            entries.add(act + " " + part);
        }

        @Override
        public ActiveImpairment apply(Link link, Impairment impairment) {
            write("break", link.toString());
            return new ActiveImpairment() {
                @Override
                public long met() {
                    return 1;
                }

                @Override
                public void close() {
                    write("heal", link.toString());
                }
            };
        }

        @Override
        public void kill(String part) {
            write("kill", part);
        }

        @Override
        public void launch(String part) {
            write("launch", part);
        }

        @Override
        public void awaitReady(String part) {
            write("await", part);
        }

        @Override
        public void pause(String part) {
            write("pause", part);
        }

        @Override
        public void resume(String part) {
            write("resume", part);
        }
    }
}
