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
 * Limits callers by the count that all gateways share, and by this process's own count while that one does not answer:
 * neither open nor closed. A breaker keeps calls from waiting for a Redis that is away. Never fails.
 */
@Service
public final class RateLimiter {
    private static final Logger log = LoggerFactory.getLogger(RateLimiter.class);

    private final Limits shared;
    private final LocalLimits local;
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

    RateLimiter(Limits shared, LocalLimits local, MeterRegistry meters) {
        this.shared = shared;
        this.local = local;
        this.countedLocally = meters.counter("firstcome.limits.local");
        this.errors = meters.counter("firstcome.redis.errors", "cluster", "cache");
        breaker.getEventPublisher().onStateTransition(change -> tell(change.getStateTransition()));
    }

    public Mono<Verdict> take(LimitKey key) {
        if (!breaker.tryAcquirePermission()) {
            return Mono.just(locally(key));
        }
        long start = System.nanoTime();
        return shared.take(key)
                .doOnNext(verdict -> {
                    breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                    countAlong(key, verdict);
                })
                .doOnError(away -> {
                    errors.increment();
                    breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, away);
                })
                .doOnCancel(breaker::releasePermission)
                .onErrorResume(away -> Mono.just(locally(key)));
    }

    /** The first failure and the recovery; not the trials between, which come every second. */
    private static void tell(CircuitBreaker.StateTransition change) {
        switch (change) {
            case CLOSED_TO_OPEN -> log.warn("limits are counted locally: the shared count does not answer");
            case HALF_OPEN_TO_CLOSED -> log.info("limits are shared again");
            default -> {}
        }
    }

    /** So that a change from one count to the other gives nobody a second burst. */
    private void countAlong(LimitKey key, Verdict shared) {
        if (shared.allowed()) {
            local.take(key);
        }
    }

    private Verdict locally(LimitKey key) {
        countedLocally.increment();
        return local.take(key);
    }
}
