package dev.firstcome.coupon.fold;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The state of the partitions. It changes by {@link #apply} only. */
public interface PartitionStateStore {
    /** Applies a batch in one atomic step. May be called again with the same records; see {@link FoldAnswer}. */
    FoldAnswer apply(LogBatch batch);

    /** Applies a step of a record that decides deferred requests. May be called again with the same step. */
    FoldAnswer apply(FanOutStep step);

    /** The campaign's deferred requests from one arrival number to another, in their order, decided or not. */
    List<DeferredRequest> deferred(int partition, long epoch, UUID campaignId, long first, long last);

    /**
     * The offset of the campaign's deferred request with this arrival number; empty if this epoch has none.
     *
     * @throws FoldUnavailable if the state cannot be read
     */
    default OptionalLong deferredOffset(int partition, long epoch, UUID campaignId, long arrival) {
        return deferred(partition, epoch, campaignId, arrival, arrival).stream()
                .mapToLong(DeferredRequest::offset)
                .findFirst();
    }

    /** Whether a command with this id was decided for the campaign. */
    boolean decided(int partition, long epoch, UUID campaignId, String commandId);

    /** Where the state stands; empty if there is none. Read from the master. */
    Optional<FoldPosition> position(int partition);

    /** The campaigns whose next time has come by {@code untilMillis}, the earliest first, at most {@code limit}. */
    List<DueCampaign> due(int partition, long epoch, long untilMillis, int limit);

    /** The earliest next time of any campaign; empty if none is to come. */
    OptionalLong nextDue(int partition, long epoch);

    /**
     * Reads in one moment what some requests or a campaign have come to.
     *
     * @param offsets of the requests
     * @param userId whose coupon is looked for, or null
     */
    FoldView look(int partition, long epoch, Offsets offsets, UUID campaignId, @Nullable UUID userId);
}
