package dev.firstcome.coupon.invariants;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The status of an invariant in this process.
 *
 * @param since the start of the checks
 * @param checked number of checked items. With zero, the invariant is not confirmed
 * @param notChecked number of items that could not be checked, because of the rate limit or the bounded memory
 * @param breach the first breach; null if there is none
 */
public record InvariantState(
        LiveInvariant invariant,
        Instant since,
        long checked,
        long notChecked,
        @Nullable InvariantBreach breach) {
    public boolean holds() {
        return breach == null;
    }
}
