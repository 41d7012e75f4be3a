package dev.firstcome.payment.refund;

import dev.firstcome.payment.idempotency.IdempotencyKeys;
import dev.firstcome.payment.idempotency.IdempotencyKeys.Claim;
import dev.firstcome.payment.idempotency.IdempotencyKeys.IdempotentRequest;
import dev.firstcome.payment.idempotency.IdempotencyKeys.KeyLease;
import dev.firstcome.payment.idempotency.IdempotencyKeys.RecordedResponse;
import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.RefundablePayments;
import dev.firstcome.payment.refund.RefundStateMachine.CreationResult;
import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Service;

/** Creates refunds, once for each idempotency key. The sum of a payment's refunds never exceeds its total. */
@Service
public final class RefundCreator {
    private static final Duration LEASE = Duration.ofSeconds(8);

    private final Shards shards;
    private final IdempotencyKeys keys;
    private final RefundablePayments payments;
    private final RefundStateMachine stateMachine;
    private final RefundResponses responses;

    RefundCreator(
            Shards shards,
            IdempotencyKeys keys,
            RefundablePayments payments,
            RefundStateMachine stateMachine,
            RefundResponses responses) {
        this.shards = shards;
        this.keys = keys;
        this.payments = payments;
        this.stateMachine = stateMachine;
        this.responses = responses;
    }

    /** The outcome of a refund request. */
    public sealed interface Outcome {
        /** @param replayed whether the response was recorded for an earlier request with the key */
        record Answered(RecordedResponse response, boolean replayed) implements Outcome {}

        /** Another request with this key is in progress. */
        record Busy() implements Outcome {}

        /** The key belongs to another refund. */
        record Mismatch() implements Outcome {}

        /** The user has no such payment. */
        record NotFound() implements Outcome {}

        /** The payment has another currency. */
        record OtherCurrency(String currency) implements Outcome {}
    }

    /** Returns the response that is recorded for this request. Creates nothing. */
    public Optional<RecordedResponse> findResponse(IdempotentRequest request) {
        return keys.findResponse(request);
    }

    /** @param amount the amount to refund; null for the whole remainder */
    public Outcome create(UUID paymentId, @Nullable Money amount, IdempotentRequest request) {
        Optional<Payment> payment =
                payments.find(paymentId).filter(found -> found.userId().equals(request.userId()));
        if (payment.isEmpty()) {
            return new Outcome.NotFound();
        }
        String currency = payment.get().terms().price().currency();
        if (amount != null && !amount.currency().equals(currency)) {
            return new Outcome.OtherCurrency(currency);
        }
        UUID newId = stateMachine.newId(paymentId);
        return switch (keys.claim(request, newId, LEASE)) {
            case Claim.Completed(var response) -> new Outcome.Answered(response, true);
            case Claim.InProgress(var refundId) -> new Outcome.Busy();
            case Claim.Mismatch() -> new Outcome.Mismatch();
            case Claim.Acquired(var lease) -> createWithLease(payment.get(), amount, lease);
        };
    }

    private Outcome createWithLease(Payment payment, @Nullable Money amount, KeyLease lease) {
        Money zero = new Money(0, payment.terms().price().currency());
        return shards.transact(payment.bucket(), () -> {
            CreationResult result =
                    stateMachine.create(lease.resourceId(), payment.id(), amount == null ? null : amount.amount());
            RecordedResponse response =
                    switch (result) {
                        case CreationResult.Created(var refundId, var refunded) ->
                            responses.accepted(payment.id(), refundId, zero.withAmount(refunded));
                        case CreationResult.NotRefundable(var remainder) ->
                            responses.notRefundable(zero.withAmount(remainder));
                        case CreationResult.LimitReached(var max) -> responses.limitReached(max);
                    };
            if (!keys.complete(lease, response)) {
                throw new LeaseLostException();
            }
            return new Outcome.Answered(response, false);
        });
    }

    /** Another request has taken over the key's lease, so this transaction must roll back. */
    static final class LeaseLostException extends ConcurrencyFailureException {
        private static final long serialVersionUID = 1;

        LeaseLostException() {
            super("another request has taken over the lease of the idempotency key");
        }
    }
}
