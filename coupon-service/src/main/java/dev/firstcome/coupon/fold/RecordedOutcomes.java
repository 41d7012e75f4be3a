package dev.firstcome.coupon.fold;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the state has recorded of the log, long after it was decided. Read from masters. Everything here fails with
 * {@link FoldUnavailable} where the state is not at the moment that is asked for, or in another epoch, and with
 * {@link Dropped} where the state has purged or truncated it.
 */
public interface RecordedOutcomes {
    /** Offsets in a block. */
    int BLOCK = 4096;

    Block block(FoldMoment moment, long block);

    /**
     * The deferred requests that the campaign's record at this offset decided; empty if it decided none.
     *
     * @throws CampaignPurgedException if the campaign is purged
     */
    Optional<FanOut> fanOut(FoldMoment moment, UUID campaignId, long offset);

    /** The campaign's deferred requests from one arrival number to another, in their order, decided or not. */
    List<DeferredRequest> deferred(FoldMoment moment, UUID campaignId, long first, long last);

    /**
     * The arrival numbers of deferred requests that one record decided.
     *
     * @param seed of the campaign's draw, in lower-case hex, once it is revealed
     */
    record FanOut(long first, long last, @Nullable String seed) {
        public long count() {
            return last - first + 1;
        }
    }

    /** The outcome is truncated or purged. */
    class Dropped extends RuntimeException {
        public Dropped(String what) {
            super(what);
        }
    }

    /** The campaign is purged, and with it the decisions of its fan-out records. */
    final class CampaignPurgedException extends Dropped {
        public CampaignPurgedException(UUID campaignId) {
            super("campaign %s is purged from the state".formatted(campaignId));
        }
    }

    /** The outcomes of a block, packed as they are recorded. */
    record Block(long number, byte[] packed) {
        /** The outcome of a record that the log has at this offset. */
        public Outcome at(long offset) {
            Outcome outcome = Outcome.at(packed, (int) (offset - number * BLOCK));
            if (outcome == null) {
                throw new Dropped("the outcome of record %d is truncated".formatted(offset));
            }
            return outcome;
        }
    }
}
