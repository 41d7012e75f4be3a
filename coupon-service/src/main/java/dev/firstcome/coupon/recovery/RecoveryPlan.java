package dev.firstcome.coupon.recovery;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.partitionstate.StatePosition;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides where an issuer starts, after every assignment and every failure. It continues after the last record that was
 * both applied to the state and published.
 */
public sealed interface RecoveryPlan {
    /**
     * Start at this position.
     *
     * @param start the first offset to read
     * @param predecessor the offset before {@code start}; empty if a new epoch starts with an empty state
     * @param published results of records up to this offset are not published again
     * @param lowWatermark the low watermark of the partition
     */
    record Start(long epoch, long start, OptionalLong predecessor, long published, long lowWatermark)
            implements RecoveryPlan {}

    /** Do not start: log, progress and state contradict each other, and an operator has to intervene. */
    record Refuse(String reason) implements RecoveryPlan {}

    static RecoveryPlan of(
            LogBounds log, @Nullable IssueProgress progress, Optional<StatePosition> state, String topicId) {
        long lowWatermark = progress == null ? log.start() : progress.lowWatermark();
        if (log.start() > lowWatermark) {
            return new Refuse(("the log starts at %d, above the low watermark %d: records that a recovery needs were "
                            + "deleted; restore the topic, or accept the loss as described in coupon-service/README.md")
                    .formatted(log.start(), lowWatermark));
        }
        long published = published(log, progress, lowWatermark);
        if (published >= log.end()) {
            return new Refuse("the published offset %d is not below the end of the log %d: the log lost records"
                    .formatted(published, log.end()));
        }
        long knownEpoch = progress == null ? 0 : progress.epoch();
        if (isMissing(log, state, knownEpoch)) {
            long epoch = Math.max(knownEpoch, state.map(StatePosition::epoch).orElse(0L)) + 1;
            return new Start(epoch, lowWatermark, OptionalLong.empty(), published, lowWatermark);
        }
        StatePosition position = state.orElseThrow();
        if (!position.topicId().equals(topicId)) {
            return new Refuse(
                    "the state was built from topic %s, but the topic is %s".formatted(position.topicId(), topicId));
        }
        if (position.applied() >= log.end()) {
            return new Refuse("the state has applied offset %d but the log ends at %d: the state is ahead of the log"
                    .formatted(position.applied(), log.end()));
        }
        long last = Math.min(position.applied(), published);
        return new Start(position.epoch(), last + 1, OptionalLong.of(last), published, lowWatermark);
    }

    private static long published(LogBounds log, @Nullable IssueProgress progress, long lowWatermark) {
        long committed = log.committed().orElse(lowWatermark) - 1;
        return Math.max(committed, progress == null ? lowWatermark - 1 : progress.published());
    }

    /** Whether Redis is empty, or its state has an outdated epoch or ends before the start of the log. */
    private static boolean isMissing(LogBounds log, Optional<StatePosition> state, long knownEpoch) {
        return state.isEmpty()
                || state.get().epoch() < knownEpoch
                || state.get().applied() < log.start() - 1;
    }
}
