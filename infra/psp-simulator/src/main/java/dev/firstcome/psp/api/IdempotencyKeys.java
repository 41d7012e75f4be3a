package dev.firstcome.psp.api;

import dev.firstcome.psp.ledger.KeptAnswer;
import dev.firstcome.psp.ledger.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The first answer of each key, for 24 hours, and the keys whose first call still runs. */
final class IdempotencyKeys {
    static final Duration KEPT_FOR = Duration.ofHours(24);

    private final Map<String, String> running = new HashMap<>();
    private final Map<String, KeptAnswer> kept = new LinkedHashMap<>();

    sealed interface Claim {
        /** The key is new, and the caller's until it is {@link #release released}. */
        record Fresh() implements Claim {}

        record Again(KeptAnswer answer) implements Claim {}

        record Refused(int status, Problem problem) implements Claim {}
    }

    /** @param now milliseconds of the epoch */
    synchronized Claim claim(String key, String print, long now) {
        forgetOld(now);
        KeptAnswer answer = kept.get(key);
        if (answer != null) {
            return answer.print().equals(print) ? new Claim.Again(answer) : otherParameters(key);
        }
        String first = running.putIfAbsent(key, print);
        if (first == null) {
            return new Claim.Fresh();
        }
        return first.equals(print) ? inUse(key) : otherParameters(key);
    }

    /** After {@link #keep} where there is an answer to keep. */
    synchronized void release(String key) {
        running.remove(key);
    }

    synchronized void keep(KeptAnswer answer) {
        forgetOld(answer.at());
        kept.remove(answer.key());
        kept.put(answer.key(), answer);
    }

    private void forgetOld(long now) {
        Iterator<KeptAnswer> oldest = kept.values().iterator();
        while (oldest.hasNext() && oldest.next().at() + KEPT_FOR.toMillis() <= now) {
            oldest.remove();
        }
    }

    private static Claim otherParameters(String key) {
        return new Claim.Refused(
                400,
                new Problem(
                        "idempotency_error",
                        null,
                        null,
                        null,
                        "Keys for idempotent requests can only be used with the same parameters they were first used"
                                + " with. Try using a key other than '" + key + "'."));
    }

    private static Claim inUse(String key) {
        return new Claim.Refused(
                409,
                new Problem(
                        "idempotency_error",
                        "idempotency_key_in_use",
                        null,
                        null,
                        "There is currently another in-progress request using this key (" + key + ")."));
    }
}
