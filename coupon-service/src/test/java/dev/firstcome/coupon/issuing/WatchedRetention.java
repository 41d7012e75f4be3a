package dev.firstcome.coupon.issuing;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.fold.FoldNeeds;
import dev.firstcome.coupon.fold.FoldRetention;
import dev.firstcome.coupon.log.LogTrim;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the state of a {@link DisturbedWorld} needs, as the model says. Nothing above an acknowledged floor may be given up. */
final class WatchedRetention implements FoldRetention, LogTrim {
    private final Fates fates;
    private final DisturbedWorld world;

    WatchedRetention(Fates fates, DisturbedWorld world) {
        this.fates = fates;
        this.world = world;
    }

    @Override
    public Optional<FoldNeeds> needs(int partition, long epoch) {
        long applied = world.appliedNow();
        return applied < 0
                ? Optional.empty()
                : Optional.of(new FoldNeeds(applied, 0, fates.floorAfter(applied), List.of()));
    }

    @Override
    public void drop(int partition, long epoch, long below) {
        mustBeAcknowledged(partition, below);
    }

    @Override
    public void trim(int partition, long below, Instant olderThan, long atLeast) {
        mustBeAcknowledged(partition, below);
    }

    private void mustBeAcknowledged(int partition, long below) {
        IssueProgress progress = world.of(partition);
        if (progress == null || below > progress.floor()) {
            world.breaks("what lies below %d is given up after %s".formatted(below, progress));
        }
    }
}
