package dev.firstcome.coupon.fold;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the state has recorded of the log, long after it was decided. Read from masters. Everything here fails with
 * {@link FoldUnavailable} where the state is not at the moment that is asked for, or in another epoch, and with
 * {@link Dropped} where a record of the log has let the state forget it.
 */
public interface RecordedOutcomes {
    /** Offsets in a block. */
    int BLOCK = 4096;

    Block block(FoldMoment moment, long block);

    /**
     * The held requests that the campaign's record at this offset decided; empty if it decided none.
     *
     * @throws Forgotten if nobody can say
     */
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

    /** The state has forgotten what was asked for, as the log told it to. */
    class Dropped extends RuntimeException {
        public Dropped(String what) {
            super(what);
        }
    }

    /** The state has forgotten the campaign, and with it what its records decided late. */
    final class Forgotten extends Dropped {
        public Forgotten(UUID campaignId) {
            super("the state does not have campaign %s any more".formatted(campaignId));
        }
    }

    /** The outcomes of a block, packed as they are recorded. */
    record Block(long number, byte[] packed) {
        /** The outcome of a record that the log has at this offset. */
        public Outcome at(long offset) {
            Outcome outcome = Outcome.at(packed, (int) (offset - number * BLOCK));
            if (outcome == null) {
                throw new Dropped("the state does not have what became of record %d any more".formatted(offset));
            }
            return outcome;
        }
    }
}
