package dev.firstcome.payment.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.firstcome.payment.provider.ProviderUnavailableException;
import dev.firstcome.payment.provider.UnknownProviderOutcomeException;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.StallRetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ProviderGuardTests {
    private static final Duration OPEN_TIME = Duration.ofSeconds(1);
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final int CALLS = 10;

    private ProviderGuard guard = guard();

    private static ProviderGuard guard() {
        return new ProviderGuard(
                new StripeProperties(
                        URI.create("http://127.0.0.1:1"),
                        "sk",
                        "whsec",
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        64,
                        Duration.ofMillis(100),
                        CALLS,
                        50,
                        OPEN_TIME),
                new SimpleMeterRegistry());
    }

    private void callWithUnreadableResponse() {
        assertThatExceptionOfType(UnknownProviderOutcomeException.class)
                .isThrownBy(() -> guard.call("make", () -> {
                    throw new NullPointerException("an empty body");
                }))
                .satisfies(unknown -> assertThat(unknown.completedCalls())
                        .isEqualTo(UnknownProviderOutcomeException.CompletedCalls.NONE));
    }

    private boolean callSucceeds() {
        try {
            return guard.call("make", () -> true);
        } catch (ProviderUnavailableException unavailable) {
            return false;
        }
    }

    private static void eventually(BooleanSupplier condition) {
        Eventually.holds("the guard is in the expected state", BOUND, condition::getAsBoolean);
    }

    /** Unreadable responses count as failures and must return the permits of the half-open state. */
    @Test
    void unreadableResponsesOpenTheBreakerAndTrialCallsFollow() {
        // During a stall the open time can elapse before the assertion.
        StallRetry.run(this::openBreakerWithUnreadableResponses);
    }

    private void openBreakerWithUnreadableResponses() {
        guard = guard();
        for (int call = 0; call < CALLS / 2; call++) {
            callWithUnreadableResponse();
        }
        assertThat(guard.unavailableFor()).isPresent();
        assertThat(callSucceeds()).isFalse();

        for (int round = 0; round < 3; round++) {
            eventually(() -> guard.unavailableFor().isEmpty());
            for (int trial = 0; trial < 5; trial++) {
                callWithUnreadableResponse();
            }
            assertThat(guard.unavailableFor()).isPresent();
        }

        eventually(this::callSucceeds);
        for (int call = 0; call < CALLS; call++) {
            assertThat(callSucceeds()).isTrue();
        }
    }
}
