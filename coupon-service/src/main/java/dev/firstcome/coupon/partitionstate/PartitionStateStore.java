package dev.firstcome.coupon.partitionstate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores the states of the partitions. Only {@link #apply} changes them. */
public interface PartitionStateStore {
    /** Applies a batch atomically. The call is idempotent: repeated records get their recorded outcomes. */
    ApplyResult apply(LogBatch batch);

    /** Applies a step of a record that decides deferred requests. The call is idempotent. */
    ApplyResult apply(FanOutStep step);

    /** Returns the campaign's deferred requests in a range of arrival numbers, in order, whether decided or not. */
    List<DeferredRequest> deferred(int partition, long epoch, UUID campaignId, long first, long last);

    /**
     * Returns the offset of the campaign's deferred request with this arrival number; empty if this epoch has none.
     *
     * @throws PartitionStateUnavailableException if the state cannot be read
     */
    default OptionalLong deferredOffset(int partition, long epoch, UUID campaignId, long arrival) {
        return deferred(partition, epoch, campaignId, arrival, arrival).stream()
                .mapToLong(DeferredRequest::offset)
                .findFirst();
    }

    /** Whether a command with this id was decided for the campaign. */
    boolean decided(int partition, long epoch, UUID campaignId, String commandId);

    /** Returns the position of the state, read from the master; empty if there is no state. */
    Optional<StatePosition> position(int partition);

    /** Returns the campaigns that are due at {@code untilMillis}, the earliest first, at most {@code limit}. */
    List<DueCampaign> due(int partition, long epoch, long untilMillis, int limit);

    /** Returns the time at which the next campaign is due; empty if there is none. */
    OptionalLong nextDue(int partition, long epoch);

    /**
     * Reads the outcomes of requests, a campaign and a user's coupon as of one position.
     *
     * @param offsets the offsets of the requests
     * @param userId the user whose coupon is read, or null
     * @throws PartitionStateUnavailableException if the state cannot be read
     */
    StateView read(int partition, long epoch, OutcomeRange offsets, UUID campaignId, @Nullable UUID userId);
}
