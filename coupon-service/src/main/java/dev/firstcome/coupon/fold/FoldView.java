package dev.firstcome.coupon.fold;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One moment of a partition's state. */
public sealed interface FoldView {
    /** There is no state under the asked epoch: it is being rebuilt, or another epoch is live. */
    record Missing(@Nullable Long liveEpoch) implements FoldView {}

    /**
     * @param applied the last record applied in full
     * @param first offset of the first request that was asked for
     * @param outcomes of the requests that were asked for, packed
     * @param campaign null: not known to the fold
     * @param holder the coupon of the user that was asked for; null: none
     */
    record At(
            long applied,
            long timeMillis,
            long first,
            byte[] outcomes,
            @Nullable CampaignFold campaign,
            @Nullable Holder holder)
            implements FoldView {
        /** Of the first request that was asked for; null: not decided. */
        public @Nullable Outcome outcome() {
            return outcome(first);
        }

        /** Of a request that was asked for; null: not decided. */
        public @Nullable Outcome outcome(long offset) {
            return Outcome.at(outcomes, (int) (offset - first));
        }
    }

    /**
     * A campaign in the fold.
     *
     * @param arrivals number of deferred requests so far, of which {@code served} are decided
     * @param untilMillis announced end of a pause; 0 if there is none
     * @param fanOuts offsets of the records that decided deferred requests, in their order
     * @param seed of the draw, in lower-case hex, once it is revealed
     */
    record CampaignFold(
            Phase phase,
            long issued,
            long stock,
            long arrivals,
            long served,
            long untilMillis,
            List<Long> fanOuts,
            @Nullable String seed) {
        /** The offset of the fan-out record with this number, which counts from 1. */
        public long fanOut(int number) {
            return fanOuts.get(number - 1);
        }
    }

    /** A user's coupon: its sequence, and the offset of the request that got it. */
    record Holder(long sequence, long offset) {}

    /** A campaign's phase as its records made it. */
    enum Phase {
        SCHEDULED,
        OPEN,
        PAUSED,
        CLOSED
    }
}
