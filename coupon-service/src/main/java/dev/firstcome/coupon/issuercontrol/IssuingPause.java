package dev.firstcome.coupon.issuercontrol;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reports whether operators have paused all issuing. Issuers query it before each batch, so it must not perform I/O.
 */
@FunctionalInterface
public interface IssuingPause {
    /** Returns the current pause; empty if issuing is running. */
    Optional<Pause> current();

    /**
     * A pause of all issuing.
     *
     * @param reason the reason that the operator stated
     * @param until end of the pause; null if an operator has to end it
     */
    record Pause(String reason, @Nullable Instant until) {}
}
