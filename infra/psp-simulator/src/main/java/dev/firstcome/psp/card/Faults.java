package dev.firstcome.psp.card;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The faults that are injected into all requests. Shares are drawn from the seed and the idempotency key. The same keys
 * therefore get the same faults, regardless of their order.
 *
 * @param answerAfterMillis latency of each POST
 * @param declineShare share of declined confirms, 0 to 1
 * @param timeoutAfterShare share of POSTs that take effect but get no response, 0 to 1
 * @param error500Share share of POSTs that have no effect and fail with 500, 0 to 1
 * @param forMillis duration of the faults; null means unlimited
 */
public record Faults(
        Outage outage,
        long answerAfterMillis,
        double declineShare,
        double timeoutAfterShare,
        double error500Share,
        long seed,
        @Nullable Long forMillis) {

    public static final long ANSWER_AFTER_MILLIS_MAX = 60_000;
    public static final long FOR_MILLIS_MAX = 86_400_000;

    /** Failure of all API requests. */
    public enum Outage {
        NONE,
        REFUSE,
        HANG,
        ERROR;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Purpose of a random draw. The draws of one key for different purposes are independent. */
    private enum DrawPurpose {
        DECLINE,
        TIMEOUT,
        ERROR
    }

    public Faults {
        requireShare("declineShare", declineShare);
        requireShare("timeoutAfterShare", timeoutAfterShare);
        requireShare("error500Share", error500Share);
        requireWithin("answerAfterMillis", answerAfterMillis, 0, ANSWER_AFTER_MILLIS_MAX);
        if (forMillis != null) {
            requireWithin("forMillis", forMillis, 1, FOR_MILLIS_MAX);
        }
    }

    public static Faults none(long answerAfterMillis) {
        return new Faults(Outage.NONE, answerAfterMillis, 0, 0, 0, 0, null);
    }

    private static void requireShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " must be between 0 and 1");
        }
    }

    private static void requireWithin(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be between " + min + " and " + max);
        }
    }

    public boolean declines(String key) {
        return declineShare > 0 && draw(DrawPurpose.DECLINE, key) < declineShare;
    }

    public boolean withholdsResponse(String key) {
        return timeoutAfterShare > 0 && draw(DrawPurpose.TIMEOUT, key) < timeoutAfterShare;
    }

    public boolean failsRequest(String key) {
        return error500Share > 0 && draw(DrawPurpose.ERROR, key) < error500Share;
    }

    private double draw(DrawPurpose purpose, String key) {
        long hash = seed * 31 + purpose.ordinal();
        for (int i = 0; i < key.length(); i++) {
            hash = mix(hash + key.charAt(i));
        }
        return (mix(hash) >>> 11) * 0x1.0p-53;
    }

    /** The finalizer of SplitMix64. Similar keys get uncorrelated draws. */
    private static long mix(long value) {
        long mixed = value + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
