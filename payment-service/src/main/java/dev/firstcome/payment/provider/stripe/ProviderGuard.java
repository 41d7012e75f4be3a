package dev.firstcome.payment.provider.stripe;

import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeError;
import dev.firstcome.payment.provider.ProviderHealth;
import dev.firstcome.payment.provider.ProviderUnavailableException;
import dev.firstcome.payment.provider.UnknownProviderOutcomeException;
import dev.firstcome.payment.provider.UnknownProviderOutcomeException.CompletedCalls;
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
 * Guards every provider call with a concurrency limit and a circuit breaker. Unknown outcomes count as failures. A
 * refusal is a response and counts as a success.
 */
final class ProviderGuard implements ProviderHealth {
    private static final Logger log = LoggerFactory.getLogger(ProviderGuard.class);
    private static final Duration BUSY_RETRY_DELAY = Duration.ofSeconds(1);
    private static final Duration OPERATOR_RETRY_DELAY = Duration.ofSeconds(30);
    private static final int TRIAL_CALLS = 5;
    private static final Duration TRIAL_TIME_MAX = Duration.ofSeconds(30);
    private static final int SERVER_ERROR = 500;
    private static final String REPLAYED_HEADER = "Idempotent-Replayed";

    private final CircuitBreaker breaker;
    private final Bulkhead permits;
    private final Duration openTime;
    private final MeterRegistry meters;

    ProviderGuard(StripeProperties properties, MeterRegistry meters) {
        this.openTime = properties.breakerPause();
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
                        .permittedNumberOfCallsInHalfOpenState(TRIAL_CALLS)
                        .maxWaitDurationInHalfOpenState(TRIAL_TIME_MAX)
                        .automaticTransitionFromOpenToHalfOpenEnabled(true)
                        .build());
        this.permits = Bulkhead.of(
                "provider",
                BulkheadConfig.custom()
                        .maxConcurrentCalls(properties.atOnce())
                        .maxWaitDuration(properties.turnWithin())
                        .build());
        Gauge.builder("firstcome.provider.breaker.open", this, guard -> guard.isOpen() ? 1 : 0)
                .tag("provider", "stripe")
                .register(meters);
        breaker.getEventPublisher()
                .onStateTransition(
                        event -> log.warn("circuit breaker of the provider: {}", event.getStateTransition()));
    }

    /** A call of the Stripe library. */
    @FunctionalInterface
    interface StripeCall<T> {
        T call() throws StripeException;
    }

    /**
     * The provider refused the call. The outcome is unknown for a caller that does not handle the refusal, such as a
     * missing intent.
     */
    static final class ProviderRefusalException extends UnknownProviderOutcomeException {
        private static final long serialVersionUID = 1;

        private final StripeException stripeException;

        ProviderRefusalException(StripeException stripeException) {
            super(String.valueOf(stripeException.getMessage()), CompletedCalls.THIS_CALL, stripeException);
            this.stripeException = stripeException;
        }

        StripeException stripeException() {
            return stripeException;
        }
    }

    /**
     * @throws ProviderRefusalException if the provider refused the call
     * @throws UnknownProviderOutcomeException if the effect of the call is not known
     * @throws ProviderUnavailableException if the call was not made or was rejected without an effect
     */
    <T> T call(String name, StripeCall<T> call) {
        if (!permits.tryAcquirePermission()) {
            throw shed(name, "concurrency limit of provider calls is reached", BUSY_RETRY_DELAY);
        }
        try {
            if (!breaker.tryAcquirePermission()) {
                throw shed(name, "circuit breaker of the provider is open", openTime);
            }
            return measured(name, call);
        } finally {
            permits.onComplete();
        }
    }

    private <T> T measured(String name, StripeCall<T> call) {
        long began = System.nanoTime();
        String outcome = "unclear";
        try {
            T response = call.call();
            outcome = "ok";
            breaker.onSuccess(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            return response;
        } catch (CardException | InvalidRequestException refusal) {
            outcome = "refused";
            breaker.onSuccess(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            throw new ProviderRefusalException(refusal);
        } catch (RateLimitException busy) {
            outcome = "busy";
            breaker.onSuccess(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            throw new ProviderUnavailableException("provider rejected the call: rate limit", BUSY_RETRY_DELAY);
        } catch (AuthenticationException unauthenticated) {
            outcome = "not let in";
            breaker.onSuccess(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            log.error("provider rejected payment.stripe.secret-key: {}", unauthenticated.getMessage());
            throw new ProviderUnavailableException("provider rejected the API key", OPERATOR_RETRY_DELAY);
        } catch (StripeException failure) {
            breaker.onError(System.nanoTime() - began, TimeUnit.NANOSECONDS, failure);
            throw new UnknownProviderOutcomeException(outcomeOf(name), completedCalls(failure), failure);
        } catch (RuntimeException unreadable) {
            // The library cannot parse the response. An unreported call would hold its half-open permit forever.
            breaker.onError(System.nanoTime() - began, TimeUnit.NANOSECONDS, unreadable);
            throw new UnknownProviderOutcomeException(outcomeOf(name), CompletedCalls.NONE, unreadable);
        } finally {
            meters.timer("firstcome.provider.calls", "call", name, "outcome", outcome)
                    .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        }
    }

    private static String outcomeOf(String name) {
        return "outcome of provider call %s is unknown".formatted(name);
    }

    /**
     * Only a 500 with a Stripe error is the provider's final response. Other errors come from an intermediary, and a
     * 409 means that an earlier call under the key is still in progress.
     */
    private static CompletedCalls completedCalls(StripeException failure) {
        StripeError error = failure.getStripeError();
        if (error == null || !Integer.valueOf(SERVER_ERROR).equals(failure.getStatusCode())) {
            return CompletedCalls.NONE;
        }
        boolean replayed = error.getLastResponse() != null
                && error.getLastResponse().headers().firstValue(REPLAYED_HEADER).isPresent();
        return replayed ? CompletedCalls.ALL_OF_KEY : CompletedCalls.THIS_CALL;
    }

    private ProviderUnavailableException shed(String name, String message, Duration retryAfter) {
        meters.counter("firstcome.provider.shed", "call", name).increment();
        return new ProviderUnavailableException(message, retryAfter);
    }

    private boolean isOpen() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> true;
            case CLOSED, HALF_OPEN, DISABLED, METRICS_ONLY -> false;
        };
    }

    @Override
    public Optional<Duration> unavailableFor() {
        return isOpen() ? Optional.of(openTime) : Optional.empty();
    }
}
