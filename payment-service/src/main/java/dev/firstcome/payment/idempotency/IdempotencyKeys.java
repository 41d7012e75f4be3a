package dev.firstcome.payment.idempotency;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who works under a key, and what came of it. A key belongs to one user and one operation; of however many calls at once,
 * one works, and once there is an answer every call gets it.
 */
public interface IdempotencyKeys {
    /**
     * A key as a call brings it.
     *
     * @param operation method and path
     * @param fingerprint SHA-256 of what the call asks for
     */
    record Call(UUID userId, String operation, String key, byte[] fingerprint) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Call call
                    && userId.equals(call.userId)
                    && operation.equals(call.operation)
                    && key.equals(call.key)
                    && Arrays.equals(fingerprint, call.fingerprint);
        }

        @Override
        public int hashCode() {
            return Objects.hash(userId, operation, key);
        }

        @Override
        public String toString() {
            return operation + " of " + userId;
        }
    }

    /** The right to work under a key until the lease ends. */
    record Work(Call call, UUID resourceId, UUID leaseId) {}

    /** What a call is told again. */
    record Answer(int status, @Nullable String location, String body) {}

    /** What a call finds. */
    sealed interface Claim {
        /** This call works. */
        record Mine(Work work) implements Claim {}

        /** Another call worked; this was its answer. */
        record Done(Answer answer) implements Claim {}

        /** Another call works, on this. */
        record Busy(UUID resourceId) implements Claim {}

        /** The key was used to ask for something else. */
        record Mismatch() implements Claim {}
    }

    /**
     * Claims the key in a transaction of its own.
     *
     * @param freshId what the call makes, if it is the first; another who took over makes the same
     * @param lease how long nobody else may work
     */
    Claim claim(Call call, UUID freshId, Duration lease);

    /** The answer that stands under the key for this very call, claiming nothing. */
    Optional<Answer> answered(Call call);

    /** Stores the answer, in the caller's transaction, if the lease is still this work's; tells whether it is. */
    boolean finish(Work work, Answer answer);

    /** Stores an answer of work that changed nothing else, in a transaction of its own; tells whether the lease was held. */
    boolean finishAlone(Work work, Answer answer);

    /** Frees the key, in the caller's transaction, as if the call had never come. */
    void forget(Work work);

    /** Lets another call go on at once with work that could not be done. */
    void giveBack(Work work);

    /** Removes some of the keys of the shard that are older, with their answers or without one; gives how many. */
    int removeOlderThan(String shard, Duration age, int most);
}
