package dev.firstcome.payment.checkout;

import dev.firstcome.payment.idempotency.Fingerprint;
import dev.firstcome.payment.idempotency.IdempotencyKeys;
import dev.firstcome.payment.idempotency.IdempotencyKeys.KeyLease;
import dev.firstcome.payment.idempotency.IdempotencyKeys.RecordedResponse;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentStateMachine;
import dev.firstcome.payment.payment.Payments;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Completes a claimed key: stores payment, event and response in one transaction, or records a refusal. */
@Component
class PaymentCreator {
    private final Shards shards;
    private final IdempotencyKeys keys;
    private final PaymentStateMachine stateMachine;
    private final CheckoutResponses responses;
    private final CheckoutProperties properties;
    private final PerUserMutex mutex = new PerUserMutex();

    PaymentCreator(
            Shards shards,
            IdempotencyKeys keys,
            PaymentStateMachine stateMachine,
            CheckoutResponses responses,
            CheckoutProperties properties) {
        this.shards = shards;
        this.keys = keys;
        this.stateMachine = stateMachine;
        this.responses = responses;
        this.properties = properties;
    }

    Duration leaseDuration() {
        return properties.lease();
    }

    CheckoutOutcome refuse(CheckoutRefusal refusal, KeyLease lease) {
        RecordedResponse response = responses.refused(refusal);
        return keys.completeSeparately(lease, response)
                ? new CheckoutOutcome.Answered(response, false)
                : new CheckoutOutcome.Busy(lease.resourceId());
    }

    CheckoutOutcome create(Order order, Payment.Terms terms, KeyLease lease) {
        byte[] basket = Fingerprint.sha256(describe(order, terms));
        Payments.NewPayment payment =
                new Payments.NewPayment(lease.resourceId(), order.userId(), terms, basket, properties.wakenedWithin());
        RecordedResponse response = responses.accepted(lease.resourceId(), terms.price());
        return mutex.withLock(
                order.userId(),
                () -> shards.transact(BucketedIds.bucketOf(order.userId()), () -> {
                    Optional<UUID> duplicate = order.confirmed()
                            ? Optional.empty()
                            : stateMachine.lockUserAndFindDuplicate(payment, properties.twinWithin());
                    if (duplicate.isPresent()) {
                        keys.delete(lease);
                        return new CheckoutOutcome.DuplicateSuspected(duplicate.get());
                    }
                    if (!keys.complete(lease, response)) {
                        return new CheckoutOutcome.Busy(lease.resourceId());
                    }
                    stateMachine.create(payment);
                    return new CheckoutOutcome.Answered(response, false);
                }));
    }

    /** Describes items and total, regardless of the order of the items and of the payment method. */
    private static String describe(Order order, Payment.Terms terms) {
        return order.lines().stream()
                        .sorted(Comparator.comparing(Order.Line::productId))
                        .map(line -> line.productId() + "*" + line.quantity())
                        .collect(Collectors.joining(","))
                + "=" + terms.price().total() + terms.price().currency();
    }
}
