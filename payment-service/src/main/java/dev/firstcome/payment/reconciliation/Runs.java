package dev.firstcome.payment.reconciliation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The runs. There is one at a time over all processes; one whose lease is over counts as given up. */
public interface Runs {
    /** What became of the wish to begin one. */
    sealed interface Begun {
        record Started(Run run) implements Begun {}

        /** Another one is under way. */
        record Busy(Run other) implements Begun {}
    }

    /** @param lease how long it stands without being renewed */
    Begun begin(Run.Window window, boolean scheduled, Duration lease);

    /** Whether no run was begun by itself for so long. */
    boolean isDue(Duration every);

    /** Tells whether the run still stands. */
    boolean renew(UUID runId, Duration lease);

    /**
     * Ends a run that still stands.
     *
     * @param failure why it failed; null: it is done
     */
    void end(UUID runId, Run.Tally tally, @Nullable String failure);

    Optional<Run> find(UUID runId);

    /** Removes some of the shard's that have ended longer ago; gives how many. */
    int removeOlderThan(String shard, Duration age, int most);

    /** The newest first. */
    List<Run> latest(int limit);
}
