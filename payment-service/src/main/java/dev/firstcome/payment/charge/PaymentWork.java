package dev.firstcome.payment.charge;

import dev.firstcome.contracts.payment.PaymentState;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.Payments;
import dev.firstcome.payment.work.DueWork;
import dev.firstcome.payment.work.Workers;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.springframework.stereotype.Service;

/** Begins to go on with payments: when one was taken in, when something was heard of it, or when it is due. */
@Service
public final class PaymentWork implements DueWork {
    private static final Duration NO_PATIENCE = Duration.ZERO;
    private static final Duration A_MOMENT = Duration.ofMillis(4);
    private static final int TRIES = 5;

    private final PaymentSteps steps;
    private final Payments payments;
    private final Workers workers;

    PaymentWork(PaymentSteps steps, Payments payments, Workers workers) {
        this.steps = steps;
        this.payments = payments;
        this.workers = workers;
    }

    /**
     * Goes on with a payment that was just taken in. One that is being charged already is left to whoever has the turn.
     *
     * @param patience how long to wait for room; what is not begun then is found when it is due
     */
    public void wake(UUID paymentId, Duration patience) throws InterruptedException {
        begin(paymentId, patience, found -> switch (found.state()) {
            case REQUESTED, RESERVED -> true;
            case CHARGING, UNKNOWN, CAPTURED, DECLINED, REJECTED, CANCELLED, EXPIRED -> false;
        });
    }

    /** Asks at once about a charge of which it is not clear what became of it, since something was heard. */
    public void askNow(UUID paymentId) throws InterruptedException {
        begin(paymentId, NO_PATIENCE, found -> found.state() == PaymentState.UNKNOWN);
    }

    /** Asks now about a charge that has not come to an end, whoever had the turn: for who knows that it is over by now. */
    public void askAnyway(UUID paymentId) throws InterruptedException {
        begin(
                paymentId,
                NO_PATIENCE,
                found -> found.state() == PaymentState.CHARGING || found.state() == PaymentState.UNKNOWN);
    }

    private void begin(UUID paymentId, Duration patience, Predicate<Payment> wanted) throws InterruptedException {
        workers.begin(
                paymentId, patience, () -> findSoon(paymentId).filter(wanted).ifPresent(steps::goOn));
    }

    /** Its event can be heard a moment before its commit is seen by others. */
    private Optional<Payment> findSoon(UUID paymentId) {
        Optional<Payment> found = payments.find(paymentId);
        for (int tries = 1; found.isEmpty() && tries < TRIES; tries++) {
            LockSupport.parkNanos(A_MOMENT.toNanos() << tries);
            found = payments.find(paymentId);
        }
        return found;
    }

    @Override
    public void begin(String shard, int most) throws InterruptedException {
        for (Payment due : payments.due(shard, most)) {
            if (!workers.begin(due.id(), NO_PATIENCE, () -> steps.goOn(due))) {
                return;
            }
        }
    }
}
