package dev.firstcome.coupon.watching;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of an invariant.
 *
 * @param since when it began to look
 * @param checked items that were looked at; zero shows nothing
 * @param notChecked items that it could not look at: too many at once, or too old for what it remembers
 * @param breach the first; null: none was seen
 */
public record InvariantState(
        LiveInvariant invariant,
        Instant since,
        long checked,
        long notChecked,
        @Nullable Breach breach) {
    public boolean holds() {
        return breach == null;
    }
}
