package dev.firstcome.payment.provider;

import java.time.Duration;
import java.util.Optional;

/** Whether the provider is being called now. */
public interface ProviderHealth {
    /** After which time it is worth trying, if it is not called now. */
    Optional<Duration> awayFor();
}
