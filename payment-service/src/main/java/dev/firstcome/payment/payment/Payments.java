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

/** Payments, each in its user's shard. What changes one must run in a transaction of that shard. */
public interface Payments {
    /**
     * A payment as it is taken in.
     *
     * @param basket SHA-256 of what is bought and for how much
     * @param dueIn after which time it is gone on with, if nothing else comes
     */
    record Fresh(UUID id, UUID userId, Payment.Terms terms, byte[] basket, Duration dueIn) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Fresh fresh && id.equals(fresh.id);
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

    /** One state that a payment has been in, and since when. */
    record Step(PaymentState state, Instant at) {}

    /** Lets no two payments of this user be made at the same time, until the transaction ends. */
    void lockUser(UUID userId);

    /** A payment for the same basket that may be charged or was, no older than this. */
    Optional<UUID> twin(UUID userId, byte[] basket, Duration youngerThan);

    void add(Fresh payment, Instant at);

    /** The payment under its lock, until the transaction ends. */
    Optional<Payment> lock(UUID id);

    /** Carries out a move of a payment that is locked; gives it as it is then. */
    Payment move(Payment locked, Move move, Instant at);

    /** Notes the provider's name for the charge, unless another is noted or the turn is over; tells whether it stands there. */
    boolean name(UUID id, int attempt, String intentId);

    Optional<Payment> find(UUID id);

    /** Those of these that there are, out of one shard. */
    List<Payment> findAll(String shard, Collection<UUID> ids);

    /**
     * Payments of the shard that were charged in a time, in the order of that, from behind {@code after}; none without a
     * price.
     */
    List<Payment> captured(String shard, Instant from, Instant to, @Nullable Payment after, int limit);

    /** The user's payments, the newest first, from before {@code before}. */
    List<Payment> page(UUID userId, @Nullable UUID before, int limit);

    List<Step> history(UUID id);

    /** The histories of these, out of one shard. */
    Map<UUID, List<Step>> histories(String shard, Collection<UUID> ids);

    /** The versions of those of these that there are, out of one shard. */
    Map<UUID, Long> versions(String shard, Collection<UUID> ids);

    /** Payments of the shard that are to be gone on with, those first that have waited longest. */
    List<Payment> due(String shard, int limit);
}
