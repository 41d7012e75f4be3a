package dev.firstcome.payment.payment;

import dev.firstcome.contracts.payment.PaymentChanged;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** A payment for what goes back of it: locked, and told of afterwards. All in the caller's transaction. */
@Service
public final class PaymentBook {
    private final Payments payments;
    private final PaymentRefunds refunds;
    private final PaymentTelling telling;

    PaymentBook(Payments payments, PaymentRefunds refunds, PaymentTelling telling) {
        this.payments = payments;
        this.refunds = refunds;
        this.telling = telling;
    }

    public Optional<Payment> lock(UUID id) {
        return payments.lock(id);
    }

    public Optional<Payment> find(UUID id) {
        return payments.find(id);
    }

    /** Tells other services of the payment as it is now, with its refunds. */
    public void tell(UUID id, Instant at) {
        Payment payment = payments.lock(id).orElseThrow();
        telling.events()
                .tell(
                        payment,
                        refunds.of(id).stream()
                                .map(refund -> new PaymentChanged.Refund(refund.id(), refund.state(), refund.amount()))
                                .toList(),
                        at);
    }

    /** Tells the user that so much was given back. */
    public void refunded(Payment payment, long amount, Instant at) {
        telling.messages().refunded(payment, amount, at);
    }
}
