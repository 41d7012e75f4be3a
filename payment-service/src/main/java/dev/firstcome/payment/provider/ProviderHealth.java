package dev.firstcome.payment.provider;

import java.time.Duration;
import java.util.Optional;

/** Port that reports whether the provider is called at present. */
public interface ProviderHealth {
    /** Returns the delay before the next try; empty if the provider is called. */
    Optional<Duration> unavailableFor();
}
