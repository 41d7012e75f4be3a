package dev.firstcome.payment.provider;

import java.time.Duration;

/** The provider was not called: it has failed too often of late, or too many calls are under way. */
public final class ProviderAway extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    public ProviderAway(String what, Duration retryAfter) {
        super(what);
        this.retryAfter = retryAfter;
    }

    /** After which time a call is worth trying. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
