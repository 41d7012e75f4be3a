package dev.firstcome.psp.api;

import dev.firstcome.psp.ledger.StoredResponse;
import dev.firstcome.psp.ledger.StripeError;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Stores the first response of each idempotency key for 24 hours and tracks the keys of running requests. Thread-safe.
 */
final class IdempotencyKeys {
    static final Duration RETENTION = Duration.ofHours(24);

    private final Map<String, String> running = new HashMap<>();
    private final Map<String, StoredResponse> stored = new LinkedHashMap<>();

    sealed interface Claim {
        /** The key is new. The caller owns it until {@link #release}. */
        record Acquired() implements Claim {}

        record Replay(StoredResponse response) implements Claim {}

        record Rejected(int status, StripeError error) implements Claim {}
    }

    /** @param now epoch milliseconds */
    synchronized Claim claim(String key, String parametersHash, long now) {
        removeExpired(now);
        StoredResponse response = stored.get(key);
        if (response != null) {
            return response.parametersHash().equals(parametersHash)
                    ? new Claim.Replay(response)
                    : parameterMismatch(key);
        }
        String runningHash = running.putIfAbsent(key, parametersHash);
        if (runningHash == null) {
            return new Claim.Acquired();
        }
        return runningHash.equals(parametersHash) ? inUse(key) : parameterMismatch(key);
    }

    /** Must follow {@link #store} if there is a response to store. */
    synchronized void release(String key) {
        running.remove(key);
    }

    synchronized void store(StoredResponse response) {
        removeExpired(response.at());
        stored.remove(response.key());
        stored.put(response.key(), response);
    }

    private void removeExpired(long now) {
        Iterator<StoredResponse> oldest = stored.values().iterator();
        while (oldest.hasNext() && oldest.next().at() + RETENTION.toMillis() <= now) {
            oldest.remove();
        }
    }

    private static Claim parameterMismatch(String key) {
        return new Claim.Rejected(
                400,
                new StripeError(
                        "idempotency_error",
                        null,
                        null,
                        null,
                        "Keys for idempotent requests can only be used with the same parameters they were first used"
                                + " with. Try using a key other than '" + key + "'."));
    }

    private static Claim inUse(String key) {
        return new Claim.Rejected(
                409,
                new StripeError(
                        "idempotency_error",
                        "idempotency_key_in_use",
                        null,
                        null,
                        "There is currently another in-progress request using this key (" + key + ")."));
    }
}
