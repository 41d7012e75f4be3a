package dev.firstcome.payment.provider;

import java.time.Duration;

/** The call had no effect: the circuit breaker is open, the concurrency limit is reached, or the call was rejected. */
public final class ProviderUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    public ProviderUnavailableException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** Returns the delay before the next try. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
