package dev.firstcome.payment.provider.stripe;

import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeError;
import dev.firstcome.payment.provider.ProviderAway;
import dev.firstcome.payment.provider.ProviderHealth;
import dev.firstcome.payment.provider.ProviderUnclear;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before every call of the provider: so many at a time, and none for a while where too many were unclear. What the
 * provider refuses is an answer, and no sign that it is away.
 */
final class ProviderGuard implements ProviderHealth {
    private static final Logger log = LoggerFactory.getLogger(ProviderGuard.class);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration UNTIL_SOMEBODY_HELPS = Duration.ofSeconds(30);
    private static final int TRIED = 5;
    private static final Duration TRIED_WITHIN = Duration.ofSeconds(30);
    private static final int FAILED = 500;
    private static final String REPLAYED = "Idempotent-Replayed";

    private final CircuitBreaker breaker;
    private final Bulkhead turns;
    private final Duration pause;
    private final MeterRegistry meters;

    ProviderGuard(StripeProperties properties, MeterRegistry meters) {
        this.pause = properties.breakerPause();
        this.meters = meters;
        this.breaker = CircuitBreaker.of(
                "provider",
                CircuitBreakerConfig.custom()
                        .slidingWindow(
                                properties.breakerCalls(),
                                Math.max(1, properties.breakerCalls() / 2),
                                SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(properties.breakerShare())
                        .waitDurationInOpenState(properties.breakerPause())
                        .permittedNumberOfCallsInHalfOpenState(TRIED)
                        .maxWaitDurationInHalfOpenState(TRIED_WITHIN)
                        .automaticTransitionFromOpenToHalfOpenEnabled(true)
                        .build());
        this.turns = Bulkhead.of(
                "provider",
                BulkheadConfig.custom()
                        .maxConcurrentCalls(properties.atOnce())
                        .maxWaitDuration(properties.turnWithin())
                        .build());
        Gauge.builder("firstcome.provider.breaker.open", this, guard -> guard.isShut() ? 1 : 0)
                .tag("provider", "stripe")
                .register(meters);
        breaker.getEventPublisher()
                .onStateTransition(event -> log.warn("calls of the provider: {}", event.getStateTransition()));
    }

    /** A call of the provider's library. */
    @FunctionalInterface
    interface StripeCall<T> {
        T call() throws StripeException;
    }

    /**
     * What the provider refused, with its words. Where a refusal says nothing to whoever asked, such as that it does not know
     * its own intent, what is the case there is not known.
     */
    static final class Refusal extends ProviderUnclear {
        private static final long serialVersionUID = 1;

        private final StripeException words;

        Refusal(StripeException words) {
            super(String.valueOf(words.getMessage()), Over.THIS_CALL, words);
            this.words = words;
        }

        StripeException words() {
            return words;
        }
    }

    /**
     * @throws Refusal where the provider answered that it does not do this
     * @throws ProviderUnclear where it is not known what it did
     * @throws ProviderAway where it was not called, or has done nothing since it is too busy
     */
    <T> T call(String name, StripeCall<T> call) {
        if (!turns.tryAcquirePermission()) {
            throw away(name, "too many calls of the provider are under way", SOON);
        }
        try {
            if (!breaker.tryAcquirePermission()) {
                throw away(name, "the provider is not called now", pause);
            }
            return measured(name, call);
        } finally {
            turns.onComplete();
        }
    }

    private <T> T measured(String name, StripeCall<T> call) {
        long began = System.nanoTime();
        String outcome = "unclear";
        try {
            T answer = call.call();
            outcome = "ok";
            breaker.onSuccess(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            return answer;
        } catch (CardException | InvalidRequestException refusal) {
            outcome = "refused";
            breaker.onSuccess(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            throw new Refusal(refusal);
        } catch (RateLimitException busy) {
            outcome = "busy";
            breaker.onSuccess(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            throw new ProviderAway("the provider is too busy", SOON);
        } catch (AuthenticationException notLetIn) {
            outcome = "not let in";
            breaker.onSuccess(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            log.error("the provider does not let this shop in: {}", notLetIn.getMessage());
            throw new ProviderAway("the provider does not let this shop in", UNTIL_SOMEBODY_HELPS);
        } catch (StripeException unclear) {
            breaker.onError(System.nanoTime() - began, TimeUnit.NANOSECONDS, unclear);
            throw new ProviderUnclear(name + " at the provider", over(unclear), unclear);
        } catch (RuntimeException unreadable) {
            // The library's own, of an answer that it cannot read. A call that the breaker never hears of holds its
            // place for ever.
            breaker.onError(System.nanoTime() - began, TimeUnit.NANOSECONDS, unreadable);
            throw new ProviderUnclear(name + " at the provider", ProviderUnclear.Over.NOTHING, unreadable);
        } finally {
            meters.timer("firstcome.provider.calls", "call", name, "outcome", outcome)
                    .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        }
    }

    /** Of a 502, or of what is no error of its own, somebody in between is the author, and a 409 says that an earlier call under the key still runs. */
    private static ProviderUnclear.Over over(StripeException unclear) {
        StripeError error = unclear.getStripeError();
        if (error == null || !Integer.valueOf(FAILED).equals(unclear.getStatusCode())) {
            return ProviderUnclear.Over.NOTHING;
        }
        boolean again = error.getLastResponse() != null
                && error.getLastResponse().headers().firstValue(REPLAYED).isPresent();
        return again ? ProviderUnclear.Over.ITS_KEY : ProviderUnclear.Over.THIS_CALL;
    }

    private ProviderAway away(String name, String why, Duration retryAfter) {
        meters.counter("firstcome.provider.shed", "call", name).increment();
        return new ProviderAway(why, retryAfter);
    }

    private boolean isShut() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> true;
            case CLOSED, HALF_OPEN, DISABLED, METRICS_ONLY -> false;
        };
    }

    @Override
    public Optional<Duration> awayFor() {
        return isShut() ? Optional.of(pause) : Optional.empty();
    }
}
