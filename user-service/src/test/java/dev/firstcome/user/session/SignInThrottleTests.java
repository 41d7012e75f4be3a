package dev.firstcome.user.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.testing.TestClock;
import dev.firstcome.user.account.Email;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignInThrottleTests {
    private static final int FREE_TRIES = 5;
    private static final int ENTRIES_MAX = 1_000;
    private static final SignInProperties PROPERTIES = new SignInProperties(
            FREE_TRIES, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofMinutes(15), ENTRIES_MAX);

    private final TestClock clock = new TestClock();
    private final SignInThrottle throttle = new SignInThrottle(PROPERTIES, clock);
    private final AttemptKey kim = key("kim@example.com", "192.0.2.1");

    @Test
    void theFirstTriesAreFreeAndThenEachFailureDoublesTheWait() {
        failFreeTries();

        for (int seconds : List.of(1, 2, 4, 8, 16, 32, 60, 60, 60)) {
            assertThat(throttle.remainingWait(kim)).isEqualTo(Duration.ofSeconds(seconds));
            clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(throttle.remainingWait(kim)).isEqualTo(Duration.ofMillis(1));
            clock.advance(Duration.ofMillis(1));
            assertThat(throttle.remainingWait(kim)).isZero();
            throttle.failed(kim);
        }
    }

    @Test
    void otherAccountsAndOtherNetworksAreNotDelayed() {
        failFreeTries();

        assertThat(throttle.remainingWait(kim)).isPositive();
        assertThat(throttle.remainingWait(key("lee@example.com", "192.0.2.1"))).isZero();
        assertThat(throttle.remainingWait(key("kim@example.com", "192.0.2.2"))).isZero();
    }

    @Test
    void aSuccessResetsTheDelay() {
        failFreeTries();
        throttle.succeeded(kim);

        failFreeTries();
        assertThat(throttle.remainingWait(kim)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void failuresExpire() {
        failFreeTries();
        clock.advance(Duration.ofMinutes(15).plusSeconds(1));

        failFreeTries();
        assertThat(throttle.remainingWait(kim)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void memoryIsBounded() {
        for (int n = 0; n < 3 * ENTRIES_MAX; n++) {
            throttle.failed(key("user-" + n + "@example.com", "192.0.2.1"));
        }

        assertThat(throttle.size()).isBetween(1L, (long) ENTRIES_MAX);
    }

    private void failFreeTries() {
        for (int n = 0; n < FREE_TRIES; n++) {
            assertThat(throttle.remainingWait(kim).isPositive()).as("try " + n).isFalse();
            throttle.failed(kim);
        }
    }

    private static AttemptKey key(String email, String network) {
        return AttemptKey.of(new SignInAttempt(Email.of(email).orElseThrow(), null, network));
    }
}
