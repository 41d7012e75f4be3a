package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.fold.FoldPosition;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where an issuer begins. One rule for every assignment and after every gap: after the last record whose result is
 * published, or after what the state has applied, whichever is earlier.
 */
sealed interface Recovery {
    /**
     * Go on from here.
     *
     * @param start the first offset to read
     * @param predecessor names {@code start - 1}; empty where a new epoch begins from nothing
     * @param published records up to here are not published again
     */
    record Begin(long epoch, long start, OptionalLong predecessor, long published, long floor) implements Recovery {}

    /** Do not go on: what there is contradicts itself, and an operator must look. */
    record Refuse(String reason) implements Recovery {}

    static Recovery plan(
            LogBounds log, @Nullable IssueProgress progress, Optional<FoldPosition> state, String topicId) {
        long floor = progress == null ? log.start() : progress.floor();
        if (log.start() > floor) {
            return new Refuse(("the log starts at %d, above the floor %d: records that a recovery needs are gone; "
                            + "restore the topic, or give them up as coupon-service/README.md says")
                    .formatted(log.start(), floor));
        }
        long published = published(log, progress, floor);
        if (published >= log.end()) {
            return new Refuse("published is %d, at or past the log's end %d: the log lost records"
                    .formatted(published, log.end()));
        }
        long epochKnown = progress == null ? 0 : progress.epoch();
        if (missing(log, state, epochKnown)) {
            long epoch = Math.max(epochKnown, state.map(FoldPosition::epoch).orElse(0L)) + 1;
            return new Begin(epoch, floor, OptionalLong.empty(), published, floor);
        }
        FoldPosition known = state.orElseThrow();
        if (!known.topicId().equals(topicId)) {
            return new Refuse(
                    "the state was made from topic %s, and the topic is %s".formatted(known.topicId(), topicId));
        }
        if (known.applied() >= log.end()) {
            return new Refuse("the state has applied %d, at or past the log's end %d: it is ahead of the log"
                    .formatted(known.applied(), log.end()));
        }
        long last = Math.min(known.applied(), published);
        return new Begin(known.epoch(), last + 1, OptionalLong.of(last), published, floor);
    }

    private static long published(LogBounds log, @Nullable IssueProgress progress, long floor) {
        long committed = log.committed().orElse(floor) - 1;
        return Math.max(committed, progress == null ? floor - 1 : progress.published());
    }

    /** An empty Redis, one that stands in an epoch given up long ago, or one that stands before the log's start. */
    private static boolean missing(LogBounds log, Optional<FoldPosition> state, long epochKnown) {
        return state.isEmpty()
                || state.get().epoch() < epochKnown
                || state.get().applied() < log.start() - 1;
    }
}
