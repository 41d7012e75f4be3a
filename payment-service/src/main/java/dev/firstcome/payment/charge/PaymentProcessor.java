package dev.firstcome.payment.charge;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentStateMachine;
import dev.firstcome.payment.payment.PaymentTransition;
import dev.firstcome.payment.shop.DownstreamUnavailableException;
import dev.firstcome.payment.work.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Processes a payment from its current state until it is final or must wait. The row is the only input, and every step
 * is a compare-and-set on its state and attempt. So an interrupted or concurrent step takes effect once.
 */
@Service
public final class PaymentProcessor {
    private static final Logger log = LoggerFactory.getLogger(PaymentProcessor.class);
    private static final Duration DOWNSTREAM_RETRY_DELAY = Duration.ofSeconds(2);

    private final PaymentStateMachine stateMachine;
    private final ReservationStep reservationStep;
    private final ChargeStep chargeStep;
    private final ChargeResultRecorder recorder;
    private final ChargeSchedule schedule;

    PaymentProcessor(
            PaymentStateMachine stateMachine,
            ReservationStep reservationStep,
            ChargeStep chargeStep,
            ChargeResultRecorder recorder,
            ChargeSchedule schedule) {
        this.stateMachine = stateMachine;
        this.reservationStep = reservationStep;
        this.chargeStep = chargeStep;
        this.recorder = recorder;
        this.schedule = schedule;
    }

    /** @param payment the payment as read when it was due */
    public void process(Payment payment) {
        switch (payment.state()) {
            case REQUESTED -> reserve(payment);
            case RESERVED -> charge(payment);
            case CHARGING, UNKNOWN -> retryCharge(payment);
            case CAPTURED, DECLINED, REJECTED, CANCELLED, EXPIRED -> {}
        }
    }

    private void reserve(Payment payment) {
        if (schedule.isExpired(payment)) {
            transition(payment, PaymentTransition.toFinal(PaymentState.EXPIRED, PaymentReason.TIMED_OUT));
            return;
        }
        try {
            switch (reservationStep.reserve(payment)) {
                case ReservationStep.Result.Reserved() ->
                    startCharge(payment, PaymentState.RESERVED, PaymentState.CHARGING);
                case ReservationStep.Result.Rejected(var reason) ->
                    transition(payment, PaymentTransition.toFinal(PaymentState.REJECTED, reason));
                case ReservationStep.Result.Ended() ->
                    transition(payment, PaymentTransition.stay(DOWNSTREAM_RETRY_DELAY));
            }
        } catch (DownstreamUnavailableException unavailable) {
            log.warn("payment {} is retried later: {}", payment.id(), unavailable.getMessage());
            transition(
                    payment, PaymentTransition.stay(Backoff.after(1, DOWNSTREAM_RETRY_DELAY, DOWNSTREAM_RETRY_DELAY)));
        }
    }

    private void charge(Payment payment) {
        if (schedule.isExpired(payment)) {
            transition(payment, PaymentTransition.toFinal(PaymentState.EXPIRED, PaymentReason.TIMED_OUT));
        } else {
            startCharge(payment, PaymentState.CHARGING);
        }
    }

    /** While the provider is unavailable, the payment waits in a state in which its user can still cancel it. */
    private void startCharge(Payment payment, PaymentState... path) {
        Optional<Duration> unavailable = schedule.providerUnavailableFor();
        if (unavailable.isPresent()) {
            transition(
                    payment,
                    payment.state() == PaymentState.REQUESTED
                            ? PaymentTransition.through(unavailable.get(), PaymentState.RESERVED)
                            : PaymentTransition.stay(unavailable.get()));
        } else {
            transition(
                            payment,
                            PaymentTransition.through(schedule.attemptLease(), path)
                                    .startingAttempt())
                    .ifPresent(this::executeAttempt);
        }
    }

    /** The compare-and-set on the attempt number allows only one caller to start the next attempt. */
    private void retryCharge(Payment payment) {
        transition(payment, PaymentTransition.stay(schedule.attemptLease()).startingAttempt())
                .ifPresent(this::executeAttempt);
    }

    private void executeAttempt(Payment payment) {
        switch (chargeStep.execute(payment)) {
            case ChargeResult.Captured(var charged) -> recorder.recordCapture(payment.id(), charged);
            case ChargeResult.Declined(var reason) -> recorder.recordDecline(payment.id(), reason);
            case ChargeResult.Unknown(var needsNewKey) -> {
                Duration delay = schedule.retryDelay(payment);
                PaymentTransition next = payment.state() == PaymentState.CHARGING
                        ? PaymentTransition.through(delay, PaymentState.UNKNOWN)
                        : PaymentTransition.stay(delay);
                transition(payment, next.withNewProviderKey(needsNewKey));
            }
            case ChargeResult.NotCalled(var retryAfter) -> transition(payment, PaymentTransition.stay(retryAfter));
            case ChargeResult.Superseded() ->
                log.info("payment {}: attempt {} is superseded", payment.id(), payment.attempt());
        }
    }

    /** Applies the transition if the payment's state and attempt have not changed since it was read. */
    private Optional<Payment> transition(Payment read, PaymentTransition transition) {
        Function<Payment, Optional<PaymentTransition>> ifUnchanged =
                current -> current.state() == read.state() && current.attempt() == read.attempt()
                        ? Optional.of(transition)
                        : Optional.empty();
        return stateMachine.transition(read.id(), ifUnchanged);
    }
}
