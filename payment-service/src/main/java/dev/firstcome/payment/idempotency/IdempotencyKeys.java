package dev.firstcome.payment.idempotency;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Port to the idempotency keys and their recorded responses. A key belongs to one user and one operation. At most one
 * request holds the key's lease; after a response is recorded, every repeated request gets it.
 */
public interface IdempotencyKeys {
    /**
     * A request with an idempotency key.
     *
     * @param operation method and path
     * @param fingerprint SHA-256 of the request body
     */
    record IdempotentRequest(UUID userId, String operation, String key, byte[] fingerprint) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof IdempotentRequest request
                    && userId.equals(request.userId)
                    && operation.equals(request.operation)
                    && key.equals(request.key)
                    && Arrays.equals(fingerprint, request.fingerprint);
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

    /** The exclusive right to process a request until the lease expires. */
    record KeyLease(IdempotentRequest request, UUID resourceId, UUID leaseId) {}

    /** A response that is stored under a key and replayed. */
    record RecordedResponse(int status, @Nullable String location, String body) {}

    /** The result of claiming a key. */
    sealed interface Claim {
        /** This request holds the lease. */
        record Acquired(KeyLease lease) implements Claim {}

        /** An earlier request has recorded this response. */
        record Completed(RecordedResponse response) implements Claim {}

        /** Another request holds the lease and creates this resource. */
        record InProgress(UUID resourceId) implements Claim {}

        /** The key belongs to a request with another fingerprint. */
        record Mismatch() implements Claim {}
    }

    /**
     * Claims the key in a separate transaction.
     *
     * @param newId id of the resource if this is the key's first request; a request that takes over an expired lease
     *     creates the resource of the first request
     * @param duration duration of the lease
     */
    Claim claim(IdempotentRequest request, UUID newId, Duration duration);

    /** Returns the response that is recorded for this request, without claiming the key. */
    Optional<RecordedResponse> findResponse(IdempotentRequest request);

    /**
     * Records the response in the caller's transaction.
     *
     * @return false if the lease was lost
     */
    boolean complete(KeyLease lease, RecordedResponse response);

    /**
     * Records the response in a separate transaction, for a request that changed nothing else.
     *
     * @return false if the lease was lost
     */
    boolean completeSeparately(KeyLease lease, RecordedResponse response);

    /** Deletes the key in the caller's transaction, as if the request had not been sent. */
    void delete(KeyLease lease);

    /** Expires the lease, so that a retry can take it over at once. */
    void release(KeyLease lease);

    /**
     * Deletes keys of the shard that are older than the age, with or without a response. Keys with a valid lease stay.
     *
     * @return number of deleted keys
     */
    int removeOlderThan(String shard, Duration age, int limit);
}
