package dev.firstcome.payment.payment;

import dev.firstcome.contracts.payment.PaymentChanged;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Gives the refund feature access to payments: reads and locks them, and publishes their refunds. {@link #lock},
 * {@link #publishRefunds} and {@link #notifyRefunded} run in the caller's transaction.
 */
@Service
public final class RefundablePayments {
    private final Payments payments;
    private final PaymentRefunds refunds;
    private final PaymentEvents events;
    private final PaymentMessages messages;

    RefundablePayments(Payments payments, PaymentRefunds refunds, PaymentEvents events, PaymentMessages messages) {
        this.payments = payments;
        this.refunds = refunds;
        this.events = events;
        this.messages = messages;
    }

    public Optional<Payment> lock(UUID id) {
        return payments.lock(id);
    }

    public Optional<Payment> find(UUID id) {
        return payments.find(id);
    }

    /**
     * Adds to the refunded amount of a locked payment, and publishes the payment and its refunds to the other services.
     *
     * @param amount a negative amount if a refund failed; 0 if the amount stays
     */
    public void publishRefunds(Payment locked, long amount, Instant at) {
        Payment changed = payments.addRefunded(locked, amount);
        events.appendChanged(
                changed,
                refunds.ofPayment(changed.id()).stream()
                        .map(refund -> new PaymentChanged.Refund(refund.id(), refund.state(), refund.amount()))
                        .toList(),
                at);
    }

    /** Notifies the user that the amount was refunded. */
    public void notifyRefunded(Payment payment, long amount, Instant at) {
        messages.appendRefunded(payment, amount, at);
    }
}
