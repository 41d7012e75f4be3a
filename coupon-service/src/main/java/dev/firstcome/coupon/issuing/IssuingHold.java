package dev.firstcome.coupon.issuing;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether nothing is decided for now, of all campaigns and on purpose. Asked before each batch: it needs nobody. */
@FunctionalInterface
public interface IssuingHold {
    /** Empty: requests are decided. */
    Optional<Held> now();

    /**
     * It is held.
     *
     * @param reason what the operator says
     * @param until when it ends by itself; null: when an operator ends it
     */
    record Held(String reason, @Nullable Instant until) {}
}
