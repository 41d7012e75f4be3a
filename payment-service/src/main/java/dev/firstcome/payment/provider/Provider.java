package dev.firstcome.payment.provider;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.payment.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Port to the payment provider. A charge has two calls, so that it can be retried after any failure. The first call
 * creates an intent under an idempotency key, and its id is stored. The second call confirms that intent.
 * Implementations do not retry.
 *
 * <p>Every method throws {@link UnknownProviderOutcomeException} if the effect of the call is not known. It throws
 * {@link ProviderUnavailableException} if the call had no effect, because it was not made or was rejected.
 */
public interface Provider {
    /** A charge to create. */
    record Charge(UUID paymentId, Money money, String paymentMethod) {}

    /** The state of an intent. */
    enum IntentState {
        /** Not charged; a confirmation would charge it. */
        UNCONFIRMED,
        /** The provider is processing the charge. */
        PROCESSING,
        /** Charged. */
        SUCCEEDED,
        /** Not charged; the provider refused the attempt. */
        REFUSED,
        /** Not charged, and can never be charged. */
        CANCELLED
    }

    /**
     * A charge as the provider stores it.
     *
     * @param reason the reason of {@link IntentState#REFUSED}
     * @param paymentId the payment for which the intent was created; null if it was not created by this shop
     * @param createdAt with a precision of seconds
     */
    record Intent(
            String id,
            IntentState state,
            @Nullable PaymentReason reason,
            Money money,
            @Nullable UUID paymentId,
            Instant createdAt) {}

    /** The result of creating an intent. */
    sealed interface IntentCreation {
        record Created(Intent intent) implements IntentCreation {}

        /** The provider refuses this charge permanently. */
        record Refused(PaymentReason reason) implements IntentCreation {}
    }

    /**
     * Creates an intent, which is not charged before it is confirmed.
     *
     * @param key idempotency key; a repeated call creates no intent and returns the first response or error
     */
    IntentCreation createIntent(Charge charge, String key);

    /** @param key idempotency key; a repeated call has no effect and returns the first response or error */
    Intent confirm(String intentId, String key);

    Intent retrieve(String intentId);

    /** Returns the intent; empty if it does not exist. */
    Optional<Intent> find(String intentId);

    /** Cancels an intent and returns its new state, which is {@link IntentState#SUCCEEDED} if it was charged before. */
    Intent cancel(String intentId);

    /** Returns the intents that were created for this payment. */
    List<Intent> findByPayment(UUID paymentId);

    /** The state of a refund at the provider. */
    enum ProviderRefundState {
        PENDING,
        SUCCEEDED,
        FAILED
    }

    /**
     * A refund as the provider stores it.
     *
     * @param refundId the refund for which it was created; null if it was not created by this shop
     * @param intentId the refunded intent
     */
    record ProviderRefund(
            String id,
            ProviderRefundState state,
            long amount,
            @Nullable UUID refundId,
            @Nullable String intentId) {}

    /** A refund of an intent to create under an idempotency key. */
    record RefundRequest(UUID refundId, UUID paymentId, String intentId, long amount, String key) {}

    /** Creates a refund, once for each key. Empty if the provider refuses it permanently. */
    Optional<ProviderRefund> refund(RefundRequest request);

    /** Returns all refunds of an intent. */
    List<ProviderRefund> refundsOf(String intentId);

    /** A page of intents, newest first. */
    record IntentPage(List<Intent> intents, @Nullable String next) {}

    /**
     * Lists the intents that were created in the time range.
     *
     * @param after cursor of the previous page; null for the first page
     */
    IntentPage listIntents(Instant from, Instant to, @Nullable String after);

    /** A page of refunds, newest first. */
    record RefundPage(
            List<ProviderRefund> refunds, @Nullable String next) {
        public RefundPage {
            refunds = List.copyOf(refunds);
        }
    }

    /**
     * Lists the refunds that were created in the time range.
     *
     * @param after cursor of the previous page; null for the first page
     */
    RefundPage listRefunds(Instant from, Instant to, @Nullable String after);
}
