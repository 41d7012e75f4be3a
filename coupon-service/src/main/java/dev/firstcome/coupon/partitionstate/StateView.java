package dev.firstcome.coupon.partitionstate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A consistent view of a partition's state, as of one position. */
public sealed interface StateView {
    /** There is no state in the requested epoch: it is being rebuilt, or another epoch is live. */
    record Missing(@Nullable Long liveEpoch) implements StateView {}

    /**
     * The requested part of the state.
     *
     * @param applied the offset of the last record that is applied completely
     * @param timeMillis the partition time
     * @param first the offset of the first requested outcome
     * @param outcomes the requested outcomes, packed
     * @param campaign null if the state does not contain the campaign
     * @param holder the coupon of the requested user; null if the user has none
     */
    record At(
            long applied,
            long timeMillis,
            long first,
            byte[] outcomes,
            @Nullable CampaignView campaign,
            @Nullable Holder holder)
            implements StateView {
        /** Returns the first requested outcome; null if the request is not decided. */
        public @Nullable Outcome outcome() {
            return outcome(first);
        }

        /** Returns the outcome at one of the requested offsets; null if the request is not decided. */
        public @Nullable Outcome outcome(long offset) {
            return Outcome.at(outcomes, (int) (offset - first));
        }
    }

    /**
     * The state of a campaign.
     *
     * @param arrivals the number of requests that were ever deferred
     * @param served the number of deferred requests that are decided
     * @param untilMillis the announced end of a pause; 0 if there is none
     * @param fanOuts the offsets of the records that decided deferred requests, in log order
     * @param seed the seed of the draw in lower-case hex, once it is revealed
     */
    record CampaignView(
            Phase phase,
            long issued,
            long stock,
            long arrivals,
            long served,
            long untilMillis,
            List<Long> fanOuts,
            @Nullable String seed) {
        /** Returns the offset of the fan-out record with this number, from 1. */
        public long fanOut(int number) {
            return fanOuts.get(number - 1);
        }
    }

    /** A user's coupon: its sequence, and the offset of its request. */
    record Holder(long sequence, long offset) {}

    /** The phase of a campaign after its last applied record. */
    enum Phase {
        SCHEDULED,
        OPEN,
        PAUSED,
        CLOSED
    }
}
