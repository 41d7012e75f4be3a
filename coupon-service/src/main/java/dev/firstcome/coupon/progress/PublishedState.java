package dev.firstcome.coupon.progress;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.partitionstate.OutcomeRange;
import dev.firstcome.coupon.partitionstate.PartitionStateStore;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.partitionstate.StateView;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the partition state at or after the published offset. Reads are monotonic: a state behind the published offset
 * has lost records and is treated as unavailable. Callers must not reveal a decision before {@link #awaitPublished}.
 */
@Component
public final class PublishedState {
    private static final Duration PUBLISH_TIMEOUT = Duration.ofSeconds(1);

    private final PartitionStateStore states;
    private final Watermarks watermarks;

    PublishedState(PartitionStateStore states, Watermarks watermarks) {
        this.states = states;
        this.watermarks = watermarks;
    }

    /**
     * Reads a consistent view of the state.
     *
     * @param offset of a request; negative: no request
     * @param userId the user whose coupon is read; null: no user
     * @throws PartitionStateUnavailableException if there is no such state
     */
    public StateView.At read(int partition, long offset, UUID campaignId, @Nullable UUID userId) {
        return read(partition, OutcomeRange.of(offset), campaignId, userId);
    }

    /** Reads a consistent view of several requests. */
    public StateView.At read(int partition, OutcomeRange offsets, UUID campaignId, @Nullable UUID userId) {
        IssueProgress progress = watermarks.of(partition);
        if (progress == null || !watermarks.isFresh()) {
            throw new PartitionStateUnavailableException(
                    "the progress of partition %d is unknown".formatted(partition));
        }
        StateView view = states.read(partition, progress.epoch(), offsets, campaignId, userId);
        if (view instanceof StateView.Missing(Long live) && live != null && live > progress.epoch()) {
            view = states.read(partition, live, offsets, campaignId, userId);
        }
        if (view instanceof StateView.At at && at.applied() >= progress.published()) {
            return at;
        }
        throw new PartitionStateUnavailableException(
                "the state of partition %d is being recovered".formatted(partition));
    }

    /**
     * Returns the offset of the deferred request with this arrival number.
     *
     * @throws PartitionStateUnavailableException if the state is unavailable or does not contain the request
     */
    public long deferredOffset(int partition, UUID campaignId, long arrival) {
        IssueProgress progress = watermarks.of(partition);
        OptionalLong offset = progress == null
                ? OptionalLong.empty()
                : states.deferredOffset(partition, progress.epoch(), campaignId, arrival);
        return offset.orElseThrow(() -> new PartitionStateUnavailableException(
                "deferred request %d of campaign %s cannot be read".formatted(arrival, campaignId)));
    }

    /**
     * Whether a command with this id was decided. May return false for a decided command while the state is recovered.
     */
    public boolean isDecided(int partition, UUID campaignId, String commandId) {
        IssueProgress progress = watermarks.of(partition);
        return progress != null && states.decided(partition, progress.epoch(), campaignId, commandId);
    }

    /** Waits briefly until a decided record is published; fails on timeout. */
    public void awaitPublished(int partition, long offset) {
        if (!watermarks.await(partition, offset, PUBLISH_TIMEOUT)) {
            throw new PartitionStateUnavailableException(
                    "record %d of partition %d is not published yet".formatted(offset, partition));
        }
    }
}
