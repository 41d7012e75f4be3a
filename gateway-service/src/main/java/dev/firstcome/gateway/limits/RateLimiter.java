package dev.firstcome.gateway.limits;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/**
 * Limits callers through the shared buckets in Redis, or through local buckets while Redis is unavailable. It thus
 * fails neither open nor closed, and never returns an error. A circuit breaker prevents requests from waiting for an
 * unavailable Redis.
 */
@Service
public final class RateLimiter {
    private static final Logger log = LoggerFactory.getLogger(RateLimiter.class);

    private final SharedRateLimits shared;
    private final LocalRateLimits local;
    private final Counter countedLocally;
    private final Counter errors;
    private final CircuitBreaker breaker = CircuitBreaker.of(
            "limits",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(50)
                    .minimumNumberOfCalls(10)
                    .failureRateThreshold(50)
                    .waitDurationInOpenState(Duration.ofSeconds(1))
                    .permittedNumberOfCallsInHalfOpenState(5)
                    .build());

    RateLimiter(SharedRateLimits shared, LocalRateLimits local, MeterRegistry meters) {
        this.shared = shared;
        this.local = local;
        this.countedLocally = meters.counter("firstcome.limits.local");
        this.errors = meters.counter("firstcome.redis.errors", "cluster", "cache");
        breaker.getEventPublisher().onStateTransition(change -> logTransition(change.getStateTransition()));
    }

    public Mono<RateLimitDecision> tryConsume(RateLimitKey key) {
        if (!breaker.tryAcquirePermission()) {
            return Mono.just(tryConsumeLocally(key));
        }
        long start = System.nanoTime();
        return shared.tryConsume(key)
                .doOnNext(decision -> {
                    breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                    consumeLocally(key, decision);
                })
                .doOnError(failure -> {
                    errors.increment();
                    breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, failure);
                })
                .doOnCancel(breaker::releasePermission)
                .onErrorResume(failure -> Mono.just(tryConsumeLocally(key)));
    }

    /** Logs the first failure and the recovery, but not the half-open attempts of each second. */
    private static void logTransition(CircuitBreaker.StateTransition change) {
        switch (change) {
            case CLOSED_TO_OPEN -> log.warn("rate limiter: Redis is unavailable, using local limits");
            case HALF_OPEN_TO_CLOSED -> log.info("rate limiter: Redis is available, using shared limits");
            default -> {}
        }
    }

    /** Keeps the local bucket in step, so a switch between shared and local limits grants no second burst. */
    private void consumeLocally(RateLimitKey key, RateLimitDecision sharedDecision) {
        if (sharedDecision.allowed()) {
            local.tryConsume(key);
        }
    }

    private RateLimitDecision tryConsumeLocally(RateLimitKey key) {
        countedLocally.increment();
        return local.tryConsume(key);
    }
}
