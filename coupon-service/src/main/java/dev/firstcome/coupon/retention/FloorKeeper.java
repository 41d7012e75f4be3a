package dev.firstcome.coupon.retention;

import dev.firstcome.coupon.fold.Floor;
import dev.firstcome.coupon.fold.FoldNeeds;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The floor of a partition as its owner writes it into the progress. It only rises, and never above what is published, nor
 * above a record that a campaign needs which is not forgotten: a campaign counts as forgotten only when the record that forgot
 * it is published, and when nobody else wants that record to be kept. For a fold that begins above a forgotten campaign's
 * first record says FORGOTTEN of all its others, and a proof of these would not be the one that it was.
 */
public final class FloorKeeper {
    private Floor floor = new Floor(0, 0);
    private @Nullable FoldNeeds found;
    private LongSupplier kept = () -> Long.MAX_VALUE;

    /** Whose records from this offset on must be folded as they were; asked at each rise, and by any thread. */
    public synchronized void keepFrom(LongSupplier first) {
        kept = first;
    }

    synchronized void begin(Floor known) {
        floor = known;
        found = null;
    }

    /** A place that was found waits until it may be the floor; until then no other is looked at. */
    synchronized void consider(FoldNeeds needs) {
        if (found == null && needs.floor().offset() > floor.offset()) {
            found = needs;
        }
    }

    /** The floor that goes with this watermark. */
    public synchronized Floor at(long published) {
        FoldNeeds next = found;
        if (next != null && next.applied() <= published && next.applied() < kept.getAsLong()) {
            floor = next.floor();
            found = null;
        }
        return floor;
    }
}
