package dev.firstcome.payment.refund;

import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.payment.RefundablePayments;
import dev.firstcome.payment.provider.Provider;
import dev.firstcome.payment.provider.Provider.ProviderRefund;
import dev.firstcome.payment.provider.Provider.ProviderRefundState;
import dev.firstcome.payment.provider.ProviderUnavailableException;
import dev.firstcome.payment.provider.UnknownProviderOutcomeException;
import dev.firstcome.payment.refund.Refunds.ProviderKey;
import dev.firstcome.payment.refund.Refunds.RefundTransition;
import dev.firstcome.payment.work.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Processes a refund until the provider has executed or refused it. A retry first queries the provider for the refund,
 * then repeats the call under the same idempotency key, so the refund is executed once. The provider replays a
 * failed call for 24 hours. So the key is renewed, but only if all calls under it are complete and the provider has no
 * such refund.
 */
@Service
public final class RefundProcessor {
    private static final Logger log = LoggerFactory.getLogger(RefundProcessor.class);
    private static final Duration ATTEMPT_LEASE = Duration.ofSeconds(15);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(3);
    private static final Duration RETRY_DELAY_MAX = Duration.ofMinutes(10);

    private final RefundStateMachine stateMachine;
    private final RefundablePayments payments;
    private final Provider provider;
    private final RefundAnomalyReporter anomalies;

    RefundProcessor(
            RefundStateMachine stateMachine,
            RefundablePayments payments,
            Provider provider,
            RefundAnomalyReporter anomalies) {
        this.stateMachine = stateMachine;
        this.payments = payments;
        this.provider = provider;
        this.anomalies = anomalies;
    }

    /** @param refund the refund as read when it was due */
    void process(Refund refund) {
        String intent = payments.find(refund.paymentId()).orElseThrow().intentId();
        if (intent == null) {
            throw new IllegalStateException("refund of payment %s without an intent".formatted(refund.paymentId()));
        }
        RefundState next = refund.state() == RefundState.REQUESTED ? RefundState.SENT : null;
        transition(refund, new RefundTransition(next, ATTEMPT_LEASE, true, ProviderKey.KEEP_UNRESOLVED))
                .ifPresent(attempt -> execute(attempt, refund.unresolvedCall(), intent));
    }

    /** @param unresolvedCall whether an earlier call under this key may still be in progress */
    private void execute(Refund attempt, boolean unresolvedCall, String intent) {
        Optional<ProviderRefund> existing;
        try {
            existing = attempt.attempt() > 1 ? findAtProvider(attempt, intent) : Optional.empty();
        } catch (UnknownProviderOutcomeException unknown) {
            reportUnknown(attempt, unknown);
            retryLater(attempt, ProviderKey.keep(unresolvedCall));
            return;
        } catch (ProviderUnavailableException unavailable) {
            postpone(attempt, unresolvedCall, unavailable);
            return;
        }
        if (existing.isPresent()) {
            recordProviderRefund(attempt, existing.get());
        } else {
            callProvider(attempt, unresolvedCall, intent);
        }
    }

    private void callProvider(Refund attempt, boolean unresolvedCall, String intent) {
        try {
            // The provider may refuse because an earlier unresolved call has executed the refund.
            provider.refund(requestOf(attempt, intent))
                    .or(() -> findAtProvider(attempt, intent))
                    .ifPresentOrElse(
                            refund -> recordProviderRefund(attempt, refund),
                            () -> recordFinalState(attempt.paymentId(), attempt.id(), ProviderRefundState.FAILED));
        } catch (UnknownProviderOutcomeException unknown) {
            reportUnknown(attempt, unknown);
            boolean allCallsCompleted =
                    switch (unknown.completedCalls()) {
                        case NONE -> false;
                        case THIS_CALL -> !unresolvedCall;
                        case ALL_OF_KEY -> true;
                    };
            retryLater(attempt, allCallsCompleted ? ProviderKey.RENEW : ProviderKey.KEEP_UNRESOLVED);
        } catch (ProviderUnavailableException unavailable) {
            postpone(attempt, unresolvedCall, unavailable);
        }
    }

    private void postpone(Refund attempt, boolean unresolvedCall, ProviderUnavailableException unavailable) {
        ProviderKey key = ProviderKey.keep(unresolvedCall);
        transition(attempt, new RefundTransition(null, unavailable.retryAfter(), false, key));
    }

    private void recordProviderRefund(Refund attempt, ProviderRefund refund) {
        recordFinalState(attempt.paymentId(), attempt.id(), refund.state());
        if (refund.state() == ProviderRefundState.PENDING) {
            retryLater(attempt, ProviderKey.KEEP_RESOLVED);
        }
    }

    private void reportUnknown(Refund attempt, UnknownProviderOutcomeException unknown) {
        log.warn("refund {}: {}, {}", attempt.id(), unknown.getMessage(), unknown.getCause());
        anomalies.unknownOutcome(attempt, unknown);
    }

    private static Provider.RefundRequest requestOf(Refund attempt, String intent) {
        return new Provider.RefundRequest(
                attempt.id(), attempt.paymentId(), intent, attempt.amount(), attempt.id() + ":" + attempt.keyNumber());
    }

    private Optional<ProviderRefund> findAtProvider(Refund attempt, String intent) {
        return provider.refundsOf(intent).stream()
                .filter(refund -> attempt.id().equals(refund.refundId()))
                .findFirst();
    }

    private void retryLater(Refund attempt, ProviderKey key) {
        Duration delay = Backoff.after(attempt.attempt(), RETRY_DELAY, RETRY_DELAY_MAX);
        RefundState next = attempt.state() == RefundState.SENT ? RefundState.UNKNOWN : null;
        transition(attempt, new RefundTransition(next, delay, false, key));
    }

    /** Applies the transition if the refund's state and attempt have not changed since it was read. */
    private Optional<Refund> transition(Refund read, RefundTransition transition) {
        return stateMachine.transition(
                read.paymentId(),
                read.id(),
                current -> current.state() == read.state() && current.attempt() == read.attempt()
                        ? Optional.of(transition)
                        : Optional.empty());
    }

    /** Records the provider's state of a refund, from a webhook event or a reconciliation. Idempotent. */
    public void recordProviderState(UUID paymentId, @Nullable UUID refundId, ProviderRefundState state) {
        if (refundId != null) {
            recordFinalState(paymentId, refundId, state);
        }
    }

    private void recordFinalState(UUID paymentId, UUID refundId, ProviderRefundState state) {
        RefundState finalState =
                switch (state) {
                    case PENDING -> null;
                    case SUCCEEDED -> RefundState.SUCCEEDED;
                    case FAILED -> RefundState.FAILED;
                };
        if (finalState == null) {
            return;
        }
        stateMachine.transition(paymentId, refundId, refund -> {
            if (AllowedRefundTransitions.allows(refund.state(), finalState)) {
                return Optional.of(new RefundTransition(finalState, Duration.ZERO, false, ProviderKey.KEEP_RESOLVED));
            }
            if (refund.state() != finalState) {
                anomalies.contradiction(refund, finalState);
            }
            return Optional.empty();
        });
    }
}
