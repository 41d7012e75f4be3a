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
class WalletBackpressureTests {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration NEVER = Duration.ofHours(1);

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private volatile boolean behind;
    private final AtomicInteger polls = new AtomicInteger();

    @Test
    void doesNotWaitWithoutBacklog() {
        backpressure(NEVER).awaitIssuer(NOW.toEpochMilli());

        assertThat(polls).hasValue(1);
    }

    @Test
    void waitsUntilTheBacklogIsEmpty() {
        behind = true;
        Thread wallet = Thread.ofVirtual().start(() -> backpressure(NEVER).awaitIssuer(NOW.toEpochMilli()));
        Eventually.holds("three queries of the backlog", BOUND, () -> polls.get() >= 3);
        assertThat(wallet.isAlive()).isTrue();

        behind = false;

        Eventually.holds("the wallet consumer continues", BOUND, () -> !wallet.isAlive());
    }

    @Test
    void doesNotDelayResultsOlderThanTheBound() {
        behind = true;

        backpressure(NEVER).awaitIssuer(NOW.minus(NEVER).toEpochMilli());

        assertThat(polls).hasValue(1);
    }

    @Test
    void boundsTheWaitForAProducerWhoseClockIsAhead() {
        behind = true;

        // A stall as long as the bound ends the wait after the first query.
        StallRetry.run(() -> {
            polls.set(0);
            backpressure(Duration.ofMillis(100)).awaitIssuer(NOW.plus(NEVER).toEpochMilli());

            assertThat(polls).hasValueGreaterThan(1);
        });
    }

    @Test
    void returnsAtOnceIfTheThreadIsInterrupted() {
        behind = true;
        Thread.currentThread().interrupt();

        backpressure(NEVER).awaitIssuer(NOW.toEpochMilli());

        assertThat(Thread.interrupted()).isTrue();
    }

    private WalletBackpressure backpressure(Duration waitMax) {
        return new WalletBackpressure(
                () -> {
                    polls.incrementAndGet();
                    return behind;
                },
                clock,
                waitMax);
    }
}
