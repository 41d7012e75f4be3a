package dev.firstcome.payment.charge;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.Payments;
import dev.firstcome.payment.work.DueWorkSource;
import dev.firstcome.payment.work.WorkerPool;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.springframework.stereotype.Service;

/** Submits payments to the worker pool: new payments, payments with a webhook event, and due payments. */
@Service
public final class PaymentDispatcher implements DueWorkSource {
    private static final Duration NO_WAIT = Duration.ZERO;
    private static final Duration FIND_RETRY_DELAY = Duration.ofMillis(4);
    private static final int FIND_TRIES_MAX = 5;

    private final PaymentProcessor processor;
    private final Payments payments;
    private final WorkerPool workers;

    PaymentDispatcher(PaymentProcessor processor, Payments payments, WorkerPool workers) {
        this.processor = processor;
        this.payments = payments;
        this.workers = workers;
    }

    /**
     * Processes a new payment. A payment that is already being charged is skipped.
     *
     * @param acquireTimeout how long to wait for a permit; after that the payment is left to the poller
     */
    public void dispatchNew(UUID paymentId, Duration acquireTimeout) throws InterruptedException {
        dispatch(paymentId, acquireTimeout, payment -> switch (payment.state()) {
            case REQUESTED, RESERVED -> true;
            case CHARGING, UNKNOWN, CAPTURED, DECLINED, REJECTED, CANCELLED, EXPIRED -> false;
        });
    }

    /** Queries the provider now if the charge result is unknown. */
    public void dispatchUnknown(UUID paymentId) throws InterruptedException {
        dispatch(paymentId, NO_WAIT, payment -> payment.state() == PaymentState.UNKNOWN);
    }

    /** Queries the provider now for an unfinished charge, even during another attempt's lease. */
    public void dispatchUnfinished(UUID paymentId) throws InterruptedException {
        dispatch(
                paymentId,
                NO_WAIT,
                payment -> payment.state() == PaymentState.CHARGING || payment.state() == PaymentState.UNKNOWN);
    }

    private void dispatch(UUID paymentId, Duration acquireTimeout, Predicate<Payment> condition)
            throws InterruptedException {
        workers.submit(
                paymentId,
                acquireTimeout,
                () -> findWithRetry(paymentId).filter(condition).ifPresent(processor::process));
    }

    /** An event can arrive shortly before its transaction is visible to other connections. */
    private Optional<Payment> findWithRetry(UUID paymentId) {
        Optional<Payment> found = payments.find(paymentId);
        for (int tries = 1; found.isEmpty() && tries < FIND_TRIES_MAX; tries++) {
            LockSupport.parkNanos(FIND_RETRY_DELAY.toNanos() << tries);
            found = payments.find(paymentId);
        }
        return found;
    }

    @Override
    public void submitDue(String shard, int limit) throws InterruptedException {
        for (Payment due : payments.due(shard, limit)) {
            if (!workers.submit(due.id(), NO_WAIT, () -> processor.process(due))) {
                return;
            }
        }
    }
}
