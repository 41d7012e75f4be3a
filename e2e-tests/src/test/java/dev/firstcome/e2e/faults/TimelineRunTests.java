package dev.firstcome.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.e2e.faults.proxy.ActiveImpairment;
import dev.firstcome.e2e.faults.proxy.Impairment;
import dev.firstcome.e2e.faults.proxy.Link;
import dev.firstcome.testsupport.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Tests that a timeline injects and heals faults in order, and heals them after every failure. */
class TimelineRunTests {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String HOUR = "3600000ms";

    private final RecordingTarget target = new RecordingTarget();

    @Test
    void injectsAndHealsInOrder() throws InterruptedException {
        TimelineRun run = TimelineRun.start(Timeline.parse("""
                timeline 1
                at 0ms for 40ms pg-1 kill
                at 10ms for 20ms a->b cut
                at 20ms for 60ms pg-2 pause
                at 40ms for 20ms c->d cut
                """), target);
        run.awaitCompletion();

        assertThat(target.entries)
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
    void closeHealsActiveFaultsAndInjectsNoMore() throws InterruptedException {
        TimelineRun run = TimelineRun.start(Timeline.parse("""
                timeline 1
                at 0ms for %1$s pg-1 pause
                at 0ms for %1$s a->b cut
                at %1$s for 1ms c->d cut
                """.formatted(HOUR)), target);
        Eventually.holds("both faults are injected", BOUND, () -> target.entries.size() == 2);
        run.close();

        assertThat(target.entries).containsExactlyInAnyOrder("pause pg-1", "break a->b", "resume pg-1", "heal a->b");
    }

    @Test
    void failureHealsActiveFaultsAndIsThrown() {
        TimelineRun run = TimelineRun.start(Timeline.parse("""
                timeline 1
                at 0ms for %1$s a->b cut
                at 5ms for %1$s stubborn pause
                at 10ms for %1$s no-such-process kill
                at 20ms for %1$s c->d cut
                """.formatted(HOUR)), target);

        assertThatThrownBy(run::awaitCompletion)
                .hasRootCauseMessage("no-such-process")
                .hasMessageContaining("timeline 1");
        assertThat(target.entries).containsExactly("break a->b", "pause stubborn", "heal a->b", "resume stubborn");
    }

    @Test
    void failureToHealOneFaultHealsTheOthers() {
        TimelineRun run = TimelineRun.start(Timeline.parse("""
                timeline 1
                at 0ms for 10ms no-such-process pause
                at 0ms for %1$s a->b cut
                """.formatted(HOUR)), target);

        assertThatThrownBy(run::awaitCompletion).hasRootCauseMessage("no-such-process");
        assertThat(target.entries).contains("heal a->b");
    }

    /** Records the calls; fails to kill or resume the process no-such-process. */
    private static final class RecordingTarget implements FaultTarget {
        final Queue<String> entries = new ConcurrentLinkedQueue<>();

        private void add(String action, String process) {
            if (process.equals("no-such-process") && List.of("kill", "resume").contains(action)) {
                throw new IllegalArgumentException(process);
            }
            entries.add(action + " " + process);
        }

        @Override
        public ActiveImpairment apply(Link link, Impairment impairment) {
            add("break", link.toString());
            return new ActiveImpairment() {
                @Override
                public long affectedConnections() {
                    return 1;
                }

                @Override
                public void close() {
                    add("heal", link.toString());
                }
            };
        }

        @Override
        public void kill(String process) {
            add("kill", process);
        }

        @Override
        public void launch(String process) {
            add("launch", process);
        }

        @Override
        public void awaitReady(String process) {
            add("await", process);
        }

        @Override
        public void pause(String process) {
            add("pause", process);
        }

        @Override
        public void resume(String process) {
            add("resume", process);
        }
    }
}
