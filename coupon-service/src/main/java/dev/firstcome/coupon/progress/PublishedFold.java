package dev.firstcome.coupon.progress;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.FoldView;
import dev.firstcome.coupon.fold.Offsets;
import dev.firstcome.coupon.fold.PartitionFold;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The state as users may be told of it. An answer never goes back: a state that stands before what is known to be
 * published has lost something and says nothing, and what is decided is told only once it is published.
 */
@Component
public final class PublishedFold {
    private static final Duration WATERMARK_WAIT = Duration.ofSeconds(1);

    private final PartitionFold fold;
    private final Watermarks watermarks;

    PublishedFold(PartitionFold fold, Watermarks watermarks) {
        this.fold = fold;
        this.watermarks = watermarks;
    }

    /**
     * One moment of the state, at or after what is published.
     *
     * @param offset of a request, or a negative number for none
     * @param userId whose coupon is looked for, or null
     * @throws FoldUnavailable while there is no such state
     */
    public FoldView.At look(int partition, long offset, UUID campaignId, @Nullable UUID userId) {
        return look(partition, Offsets.only(offset), campaignId, userId);
    }

    /** As the other, of several requests. */
    public FoldView.At look(int partition, Offsets offsets, UUID campaignId, @Nullable UUID userId) {
        IssueProgress progress = watermarks.of(partition);
        if (progress == null || !watermarks.fresh()) {
            throw new FoldUnavailable("nothing is known of partition %d".formatted(partition));
        }
        FoldView view = fold.look(partition, progress.epoch(), offsets, campaignId, userId);
        if (view instanceof FoldView.Missing(Long live) && live != null && live > progress.epoch()) {
            view = fold.look(partition, live, offsets, campaignId, userId);
        }
        if (view instanceof FoldView.At at && at.applied() >= progress.published()) {
            return at;
        }
        throw new FoldUnavailable("the state of partition %d is being caught up".formatted(partition));
    }

    /**
     * The offset of the campaign's deferred request with this arrival number.
     *
     * @throws FoldUnavailable if the state does not have it now
     */
    public long deferredOffset(int partition, UUID campaignId, long arrival) {
        IssueProgress progress = watermarks.of(partition);
        OptionalLong offset = progress == null
                ? OptionalLong.empty()
                : fold.deferredOffset(partition, progress.epoch(), campaignId, arrival);
        return offset.orElseThrow(() -> new FoldUnavailable(
                "deferred request %d of campaign %s cannot be read".formatted(arrival, campaignId)));
    }

    /** Whether the campaign has decided a command with this id; a state that is being caught up may not say so yet. */
    public boolean decided(int partition, UUID campaignId, String commandId) {
        IssueProgress progress = watermarks.of(partition);
        return progress != null && fold.decided(partition, progress.epoch(), campaignId, commandId);
    }

    /** Waits a moment for a decided record to be published; fails if it is not by then. */
    public void awaitPublished(int partition, long offset) {
        if (!watermarks.await(partition, offset, WATERMARK_WAIT)) {
            throw new FoldUnavailable("record %d of partition %d is not published yet".formatted(offset, partition));
        }
    }
}
