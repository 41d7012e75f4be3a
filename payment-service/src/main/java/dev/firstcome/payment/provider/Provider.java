package dev.firstcome.payment.provider;

import dev.firstcome.contracts.payment.PaymentReason;
import dev.firstcome.payment.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whoever moves the money. A charge has two parts, so that it can be repeated after any failure: first an intent is made,
 * under a key, and its name is noted; then that one intent is confirmed. No call is repeated here.
 *
 * <p>Every call throws {@link ProviderUnclear} where what it did is not known, and {@link ProviderAway} where it is known to
 * have done nothing, since it was not made.
 */
public interface Provider {
    /** What is to be charged. */
    record Charge(UUID paymentId, Money money, String paymentMethod) {}

    /** Where an intent stands. */
    enum IntentState {
        /** Nothing was charged, and nothing will be unless it is confirmed. */
        UNCONFIRMED,
        /** The provider is at it. */
        PROCESSING,
        /** Charged. */
        SUCCEEDED,
        /** Not charged; it was tried, and refused for a reason. */
        REFUSED,
        /** Not charged, and never will be. */
        CANCELLED
    }

    /**
     * A charge at the provider.
     *
     * @param reason with REFUSED
     * @param paymentId as was said when it was made; null: by somebody else
     * @param madeAt to the second
     */
    record Intent(
            String id,
            IntentState state,
            @Nullable PaymentReason reason,
            Money money,
            @Nullable UUID paymentId,
            Instant madeAt) {}

    /** What came of making an intent. */
    sealed interface Made {
        record Intended(Intent intent) implements Made {}

        /** The provider would never charge this. */
        record Refused(PaymentReason reason) implements Made {}
    }

    /**
     * Makes an intent; nothing is charged by that, and nothing ever is unless it is confirmed.
     *
     * @param key a repeated call under the same key makes none and says what the first one said, also if that was a failure
     */
    Made make(Charge charge, String key);

    /** @param key a repeated call under the same key does nothing and says what the first one said, also if that was a failure */
    Intent confirm(String intentId, String key);

    Intent retrieve(String intentId);

    /** The same where nobody may have made it. */
    Optional<Intent> find(String intentId);

    /** Calls an intent off; gives it as it stands then, which may be charged. */
    Intent cancel(String intentId);

    /** The intents that were made for this payment. */
    List<Intent> findOf(UUID paymentId);

    /** Money that goes back, or has gone. */
    enum RefundState {
        PENDING,
        SUCCEEDED,
        FAILED
    }

    /**
     * A refund at the provider.
     *
     * @param refundId as was said when it was asked for; null: by somebody else
     * @param intentId of which charge it is
     */
    record ProviderRefund(
            String id,
            RefundState state,
            long amount,
            @Nullable UUID refundId,
            @Nullable String intentId) {}

    /** What is to be given back of a charge, and under which key. */
    record WantedRefund(UUID refundId, UUID paymentId, String intentId, long amount, String key) {}

    /** Gives money back, once for each key. Empty: the provider refuses, for good. */
    Optional<ProviderRefund> refund(WantedRefund wanted);

    /** All refunds of an intent. */
    List<ProviderRefund> refundsOf(String intentId);

    /** A page of what was made in a time, the newest first. */
    record Page(List<Intent> intents, @Nullable String next) {}

    /** @param after where the page before ended; null: the first */
    Page made(Instant from, Instant to, @Nullable String after);

    /** A page of what was given back in a time, the newest first. */
    record RefundPage(
            List<ProviderRefund> refunds, @Nullable String next) {
        public RefundPage {
            refunds = List.copyOf(refunds);
        }
    }

    /** @param after where the page before ended; null: the first */
    RefundPage givenBack(Instant from, Instant to, @Nullable String after);
}
