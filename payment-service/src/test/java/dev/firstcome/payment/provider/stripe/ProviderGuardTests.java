package dev.firstcome.payment.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.firstcome.payment.provider.ProviderAway;
import dev.firstcome.payment.provider.ProviderUnclear;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.StallRetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ProviderGuardTests {
    private static final Duration PAUSE = Duration.ofSeconds(1);
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
                        PAUSE),
                new SimpleMeterRegistry());
    }

    private void answersWhatCannotBeRead() {
        assertThatExceptionOfType(ProviderUnclear.class)
                .isThrownBy(() -> guard.call("make", () -> {
                    throw new NullPointerException("an empty body");
                }))
                .satisfies(unclear -> assertThat(unclear.over()).isEqualTo(ProviderUnclear.Over.NOTHING));
    }

    private boolean isCalled() {
        try {
            return guard.call("make", () -> true);
        } catch (ProviderAway away) {
            return false;
        }
    }

    private static void eventually(BooleanSupplier condition) {
        Eventually.holds("the guard is in the expected state", BOUND, condition::getAsBoolean);
    }

    /** Such an answer is a failure like others; it must not use up the few calls by which is seen that it is back. */
    @Test
    void aProviderWhoseAnswersCannotBeReadIsLeftAloneAndTriedAgain() {
        // A stall longer than the pause ends the pause.
        StallRetry.run(this::answersThatCannotBeReadOpenTheBreaker);
    }

    private void answersThatCannotBeReadOpenTheBreaker() {
        guard = guard();
        for (int call = 0; call < CALLS / 2; call++) {
            answersWhatCannotBeRead();
        }
        assertThat(guard.awayFor()).isPresent();
        assertThat(isCalled()).isFalse();

        for (int times = 0; times < 3; times++) {
            eventually(() -> guard.awayFor().isEmpty());
            for (int tried = 0; tried < 5; tried++) {
                answersWhatCannotBeRead();
            }
            assertThat(guard.awayFor()).isPresent();
        }

        eventually(this::isCalled);
        for (int call = 0; call < CALLS; call++) {
            assertThat(isCalled()).isTrue();
        }
    }
}
