package dev.firstcome.payment.payment;

import dev.firstcome.contracts.payment.PaymentState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Port to the stored payments; each payment is on its user's shard. {@code lockUser}, {@code findDuplicate},
 * {@code add}, {@code lock}, {@code apply} and {@code addRefunded} must run in a transaction on that shard.
 */
public interface Payments {
    /**
     * A payment that is not stored yet.
     *
     * @param basket SHA-256 of the items and the total
     * @param dueIn delay until the poller processes the payment, if no event triggers it earlier
     */
    record NewPayment(UUID id, UUID userId, Payment.Terms terms, byte[] basket, Duration dueIn) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof NewPayment payment && id.equals(payment.id);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }

        @Override
        public String toString() {
            return "payment " + id;
        }
    }

    /** A state of a payment and the time when it was entered. */
    record HistoryEntry(PaymentState state, Instant at) {}

    /** Serializes the creation of payments for this user until the transaction ends. */
    void lockUser(UUID userId);

    /** Finds a payment for the same basket, younger than the given age, that was charged or may be charged. */
    Optional<UUID> findDuplicate(UUID userId, byte[] basket, Duration youngerThan);

    /** Adds a payment in its first state and returns it. */
    Payment add(NewPayment payment, Instant at);

    /** Locks the payment's row until the transaction ends. */
    Optional<Payment> lock(UUID id);

    /**
     * Applies a transition to a locked payment and returns the changed payment.
     *
     * @throws org.springframework.dao.OptimisticLockingFailureException if the payment has another version
     */
    Payment apply(Payment locked, PaymentTransition transition, Instant at);

    /**
     * Adds to the refunded amount of a locked, captured payment, and increments its version for an event about its
     * refunds.
     *
     * @param amount a negative amount if a refund failed; 0 if the amount stays
     * @throws org.springframework.dao.OptimisticLockingFailureException if the payment has another version
     */
    Payment addRefunded(Payment locked, long amount);

    /**
     * Stores the provider's id of the intent, in a separate transaction.
     *
     * @return false if another intent is stored or the attempt is superseded
     */
    boolean storeIntentId(UUID id, int attempt, String intentId);

    Optional<Payment> find(UUID id);

    /** Reads these payments from one shard. Unknown ids are omitted. */
    List<Payment> findAll(String shard, Collection<UUID> ids);

    /**
     * Lists payments of the shard that were captured in the time range, by time of capture. Payments with a total of
     * zero are omitted.
     *
     * @param after last payment of the previous page; null for the first page
     */
    List<Payment> captured(String shard, Instant from, Instant to, @Nullable Payment after, int limit);

    /** Lists the user's payments, newest first, from before {@code before}. */
    List<Payment> page(UUID userId, @Nullable UUID before, int limit);

    List<HistoryEntry> history(UUID id);

    /** Reads the state histories of these payments from one shard. */
    Map<UUID, List<HistoryEntry>> histories(String shard, Collection<UUID> ids);

    /** Reads the versions of these payments from one shard. Unknown ids are omitted. */
    Map<UUID, Long> versions(String shard, Collection<UUID> ids);

    /** Lists payments of the shard that are due for processing, longest overdue first. */
    List<Payment> due(String shard, int limit);
}
