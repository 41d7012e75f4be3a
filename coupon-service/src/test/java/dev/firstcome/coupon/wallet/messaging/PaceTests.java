package dev.firstcome.coupon.wallet.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PaceTests {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
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
    void waitsUntilNoDecisionWaits() throws InterruptedException {
        behind = true;
        Thread wallet = Thread.ofVirtual().start(() -> pace(NEVER).letDecisionsGoFirst(NOW.toEpochMilli()));
        while (looks.get() < 3) {
            Thread.onSpinWait();
        }
        assertThat(wallet.isAlive()).isTrue();

        behind = false;

        assertThat(wallet.join(Duration.ofSeconds(10))).isTrue();
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

        pace(Duration.ofMillis(100)).letDecisionsGoFirst(NOW.plus(NEVER).toEpochMilli());

        assertThat(looks).hasValueGreaterThan(1);
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
