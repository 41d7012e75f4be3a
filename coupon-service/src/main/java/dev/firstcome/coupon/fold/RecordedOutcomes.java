package dev.firstcome.coupon.fold;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the state has recorded of the log, long after it was decided. Read from masters. Everything here fails with
 * {@link FoldUnavailable} where the state is not at the moment that is asked for, or in another epoch.
 */
public interface RecordedOutcomes {
    /** Offsets in a block. */
    int BLOCK = 4096;

    Block block(FoldMoment moment, long block);

    /** The held requests that the record at this offset decided; empty if it decided none. */
    Optional<FanOut> fanOut(FoldMoment moment, UUID campaignId, long offset);

    /** The campaign's held requests from one arrival number to another, in their order, decided or not. */
    List<HeldRequest> held(FoldMoment moment, UUID campaignId, long first, long last);

    /**
     * The arrival numbers of held requests that one record decided.
     *
     * @param seed of the campaign's draw, in lower-case hex, once it is revealed
     */
    record FanOut(long first, long last, @Nullable String seed) {
        public long count() {
            return last - first + 1;
        }
    }

    /** The outcomes of a block, packed as they are recorded. */
    record Block(long number, byte[] packed) {
        /** Null where none is recorded: where the log has no record, or a record of the log has dropped it. */
        public @Nullable Outcome at(long offset) {
            return Outcome.at(packed, (int) (offset - number * BLOCK));
        }
    }
}
