package dev.firstcome.coupon.wallet.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.StallRetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PaceTests {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration NEVER = Duration.ofHours(1);

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private volatile boolean behind;
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void doesNotWaitWhileNoDecisionWaits() {
        pace(NEVER).letDecisionsGoFirst(NOW.toEpochMilli());

        assertThat(looks).hasValue(1);
    }

    @Test
    void waitsUntilNoDecisionWaits() {
        behind = true;
        Thread wallet = Thread.ofVirtual().start(() -> pace(NEVER).letDecisionsGoFirst(NOW.toEpochMilli()));
        Eventually.holds("three queries of the backlog", BOUND, () -> looks.get() >= 3);
        assertThat(wallet.isAlive()).isTrue();

        behind = false;

        Eventually.holds("the wallet waits no longer", BOUND, () -> !wallet.isAlive());
    }

    @Test
    void doesNotWaitForRowsThatAreLateAlready() {
        behind = true;

        pace(NEVER).letDecisionsGoFirst(NOW.minus(NEVER).toEpochMilli());

        assertThat(looks).hasValue(1);
    }

    @Test
    void waitsNoLongerThanItsBoundForAWriterWhoseClockIsAhead() {
        behind = true;

        // A stall as long as the bound ends the wait after the first query.
        StallRetry.run(() -> {
            looks.set(0);
            pace(Duration.ofMillis(100)).letDecisionsGoFirst(NOW.plus(NEVER).toEpochMilli());

            assertThat(looks).hasValueGreaterThan(1);
        });
    }

    @Test
    void doesNotKeepAThreadThatIsToStop() {
        behind = true;
        Thread.currentThread().interrupt();

        pace(NEVER).letDecisionsGoFirst(NOW.toEpochMilli());

        assertThat(Thread.interrupted()).isTrue();
    }

    private Pace pace(Duration waitMax) {
        return new Pace(
                () -> {
                    looks.incrementAndGet();
                    return behind;
                },
                clock,
                waitMax);
    }
}
