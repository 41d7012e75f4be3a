package dev.firstcome.user.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Delays the guessing of passwords, per pair of account and client network. The first failures are free; each further
 * one doubles the wait before the next try. An account is never locked: clients of other networks are not delayed, and
 * every wait has a maximum. Unknown addresses are delayed in the same way.
 *
 * <p>The state is in the memory of this process. With two instances, a client has at most twice the tries. A restart
 * resets the delays. Memory is bounded. To displace an entry early, an attacker needs as many tries as there are
 * entries, and each costs a password hash. Thread-safe.
 */
@Component
final class SignInThrottle {
    /** Avoids an overflow; the configured maximum is reached earlier. */
    private static final int DOUBLINGS_MAX = 20;

    private final SignInProperties properties;
    private final Clock clock;
    private final Cache<AttemptKey, Failures> failures;

    SignInThrottle(SignInProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
        this.failures = Caffeine.newBuilder()
                .maximumSize(properties.entriesMax())
                .expireAfterWrite(properties.expireAfter())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    private record Failures(int count, Instant nextTryAt) {}

    /** The time until the next try; zero or less if it may take place now. */
    Duration remainingWait(AttemptKey key) {
        Failures known = failures.getIfPresent(key);
        return known == null ? Duration.ZERO : Duration.between(clock.instant(), known.nextTryAt());
    }

    /** Counts a failure. */
    void failed(AttemptKey key) {
        Instant now = clock.instant();
        failures.asMap().compute(key, (pair, known) -> {
            int count = known == null ? 1 : known.count() + 1;
            return new Failures(count, now.plus(waitAfter(count)));
        });
    }

    /** Resets the delay of this pair. */
    void succeeded(AttemptKey key) {
        failures.invalidate(key);
    }

    /** The number of pairs in memory. */
    long size() {
        failures.cleanUp();
        return failures.estimatedSize();
    }

    private Duration waitAfter(int count) {
        int doublings = count - properties.freeTries();
        if (doublings < 0) {
            return Duration.ZERO;
        }
        Duration wait = properties.waitFirst().multipliedBy(1L << Math.min(doublings, DOUBLINGS_MAX));
        return wait.compareTo(properties.waitMax()) < 0 ? wait : properties.waitMax();
    }
}
