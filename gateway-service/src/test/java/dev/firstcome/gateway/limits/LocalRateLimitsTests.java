package dev.firstcome.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.firstcome.platform.testing.TestClock;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalRateLimitsTests {
    private static final RateLimitKey KIM = RateLimitKey.of(new UUID(1, 1), "coupons");
    private static final RateLimitKey LEE = RateLimitKey.of(new UUID(1, 2), "coupons");

    /** A bucket of this size expires after 41 s of real time, which is longer than any stall. */
    private static final int BURST = 40;

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final TestClock clock = new TestClock();
    private final LocalRateLimits limits = new LocalRateLimits(new RateLimitProperties(1, BURST, 100), clock);

    @Test
    void allowsABurstAndRejectsTheNextRequest() {
        assertThat(IntStream.range(0, BURST).mapToObj(n -> limits.tryConsume(KIM)))
                .extracting(RateLimitDecision::allowed, RateLimitDecision::remaining)
                .startsWith(tuple(true, BURST - 1L))
                .endsWith(tuple(true, 0L));
        assertThat(limits.tryConsume(KIM)).isEqualTo(RateLimitDecision.rejected(INTERVAL.toNanos() / 1_000));
    }

    @Test
    void allowsARequestAfterRetryAfter() {
        consumeAll(KIM);
        clock.advance(limits.tryConsume(KIM).retryAfter());

        assertThat(limits.tryConsume(KIM).allowed()).isTrue();
        assertThat(limits.tryConsume(KIM).allowed()).isFalse();
    }

    @Test
    void rejectedRequestsConsumeNoTokens() {
        consumeAll(KIM);
        IntStream.range(0, 1_000).forEach(n -> limits.tryConsume(KIM));
        clock.advance(INTERVAL);

        assertThat(limits.tryConsume(KIM).allowed()).isTrue();
    }

    @Test
    void aLongIdlePeriodAllowsOneBurst() {
        consumeAll(KIM);
        clock.advance(Duration.ofHours(1));

        assertThat(consumeAll(KIM)).isEqualTo(BURST);
    }

    @Test
    void countsCallersAndRoutesSeparately() {
        consumeAll(KIM);

        assertThat(limits.tryConsume(LEE).allowed()).isTrue();
        assertThat(limits.tryConsume(RateLimitKey.of(new UUID(1, 1), "payments"))
                        .allowed())
                .isTrue();
    }

    @Test
    void allowsTheConfiguredRateOverAMinute() {
        int allowed = 0;
        for (int step = 0; step < 6_000; step++) {
            allowed += limits.tryConsume(KIM).allowed() ? 1 : 0;
            clock.advance(Duration.ofMillis(10));
        }

        assertThat(allowed).isBetween(60 + BURST - 2, 60 + BURST + 1);
    }

    private int consumeAll(RateLimitKey key) {
        int consumed = 0;
        while (limits.tryConsume(key).allowed()) {
            consumed++;
        }
        return consumed;
    }
}
