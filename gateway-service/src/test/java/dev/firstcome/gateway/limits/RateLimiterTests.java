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
    private static final LimitKey KIM = LimitKey.of(new UUID(1, 1), "coupons");
    private static final Duration SOON = Duration.ofSeconds(30);

    /** A bucket of this size expires in real time after 41 s, later than any stall lasts. */
    private static final int BURST = 40;

    private final LocalLimits local = new LocalLimits(new RateLimitProperties(1, BURST, 100), new TestClock());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void theSharedCountDecides() {
        Verdict shared = Verdict.refused(7_000);
        RateLimiter limiter = new RateLimiter(key -> Mono.just(shared), local, meters);

        assertThat(limiter.take(KIM).block(SOON)).isEqualTo(shared);
    }

    @Test
    void whileTheSharedCountIsAwayTheOwnOneDecides() {
        RateLimiter limiter = new RateLimiter(key -> Mono.error(new IllegalStateException("away")), local, meters);

        for (int call = 0; call < BURST; call++) {
            assertThat(limiter.take(KIM).block(SOON))
                    .extracting(Verdict::allowed)
                    .isEqualTo(true);
        }
        assertThat(limiter.take(KIM).block(SOON)).extracting(Verdict::allowed).isEqualTo(false);
        assertThat(meters.counter("firstcome.limits.local").count()).isEqualTo(BURST + 1);
    }

    @Test
    void aSharedCountThatKeepsFailingIsNotAskedAnyMore() {
        AtomicInteger asked = new AtomicInteger();
        RateLimiter limiter = new RateLimiter(
                key -> Mono.error(new IllegalStateException("away " + asked.incrementAndGet())), local, meters);

        for (int call = 0; call < 100; call++) {
            limiter.take(KIM).block(SOON);
        }

        // A stall of a second or more lets the breaker try five calls.
        assertThat(asked).hasValueLessThan(50);
    }
}
