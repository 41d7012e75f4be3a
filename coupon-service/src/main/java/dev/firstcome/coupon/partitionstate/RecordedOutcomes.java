package dev.firstcome.coupon.partitionstate;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the recorded outcomes of the log from the masters. Each method throws
 * {@link PartitionStateUnavailableException} if the state is behind the required position or another epoch is live. It
 * throws {@link OutcomeDeletedException} if the outcome is truncated or purged.
 */
public interface RecordedOutcomes {
    /** The number of offsets per block. */
    int BLOCK = 4096;

    Block block(RequiredPosition required, long block);

    /**
     * Returns the deferred requests that the campaign's record at this offset decided; empty if it decided none.
     *
     * @throws CampaignPurgedException if the campaign is purged
     */
    Optional<FanOut> fanOut(RequiredPosition required, UUID campaignId, long offset);

    /** Returns the campaign's deferred requests in a range of arrival numbers, in order, whether decided or not. */
    List<DeferredRequest> deferred(RequiredPosition required, UUID campaignId, long first, long last);

    /**
     * The arrival numbers of deferred requests that one record decided.
     *
     * @param seed the seed of the campaign's draw in lower-case hex, once it is revealed
     */
    record FanOut(long first, long last, @Nullable String seed) {
        public long count() {
            return last - first + 1;
        }
    }

    /** The outcome is truncated or purged. */
    class OutcomeDeletedException extends RuntimeException {
        public OutcomeDeletedException(String what) {
            super(what);
        }
    }

    /** The campaign is purged, including the decisions of its fan-out records. */
    final class CampaignPurgedException extends OutcomeDeletedException {
        public CampaignPurgedException(UUID campaignId) {
            super("campaign %s is purged from the state".formatted(campaignId));
        }
    }

    /** The recorded outcomes of a block, packed. */
    record Block(long number, byte[] packed) {
        /** Returns the outcome of the record at this offset. The log must have a record there. */
        public Outcome at(long offset) {
            Outcome outcome = Outcome.at(packed, (int) (offset - number * BLOCK));
            if (outcome == null) {
                throw new OutcomeDeletedException("the outcome of record %d is truncated".formatted(offset));
            }
            return outcome;
        }
    }
}
