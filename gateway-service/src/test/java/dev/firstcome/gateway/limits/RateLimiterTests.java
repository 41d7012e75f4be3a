package dev.firstcome.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.testing.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class RateLimiterTests {
    private static final RateLimitKey KIM = RateLimitKey.of(new UUID(1, 1), "coupons");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** A bucket of this size expires after 41 s of real time, which is longer than any stall. */
    private static final int BURST = 40;

    private final LocalRateLimits local = new LocalRateLimits(new RateLimitProperties(1, BURST, 100), new TestClock());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void usesTheSharedLimit() {
        RateLimitDecision shared = RateLimitDecision.rejected(7_000);
        RateLimiter limiter = new RateLimiter(key -> Mono.just(shared), local, meters);

        assertThat(limiter.tryConsume(KIM).block(TIMEOUT)).isEqualTo(shared);
    }

    @Test
    void usesTheLocalLimitWhileTheSharedLimitFails() {
        RateLimiter limiter =
                new RateLimiter(key -> Mono.error(new IllegalStateException("unavailable")), local, meters);

        for (int call = 0; call < BURST; call++) {
            assertThat(limiter.tryConsume(KIM).block(TIMEOUT))
                    .extracting(RateLimitDecision::allowed)
                    .isEqualTo(true);
        }
        assertThat(limiter.tryConsume(KIM).block(TIMEOUT))
                .extracting(RateLimitDecision::allowed)
                .isEqualTo(false);
        assertThat(meters.counter("firstcome.limits.local").count()).isEqualTo(BURST + 1);
    }

    @Test
    void opensTheCircuitBreakerAfterRepeatedFailures() {
        AtomicInteger attempts = new AtomicInteger();
        RateLimiter limiter = new RateLimiter(
                key -> Mono.error(new IllegalStateException("unavailable " + attempts.incrementAndGet())),
                local,
                meters);

        for (int call = 0; call < 100; call++) {
            limiter.tryConsume(KIM).block(TIMEOUT);
        }

        // After a stall of a second or more, the half-open circuit breaker permits five calls.
        assertThat(attempts).hasValueLessThan(50);
    }
}
