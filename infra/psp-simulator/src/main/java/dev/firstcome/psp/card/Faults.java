package dev.firstcome.psp.card;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The faults switched on for all calls. The shares are drawn from the seed and the idempotency key, so that the same keys
 * meet the same faults, in whatever order they come.
 *
 * @param answerAfterMillis how long each POST takes
 * @param declineShare of confirms, 0 to 1
 * @param timeoutAfterShare of POSTs that do their work and are not answered, 0 to 1
 * @param error500Share of POSTs that do nothing and are answered 500, 0 to 1
 * @param forMillis after that time all of it ends; null: it stays
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

    /** All calls of the API fail this way. */
    public enum Outage {
        NONE,
        REFUSE,
        HANG,
        ERROR;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a share is drawn for: draws of one key are independent of each other. */
    private enum Kind {
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
        return declineShare > 0 && draw(Kind.DECLINE, key) < declineShare;
    }

    public boolean losesAnswer(String key) {
        return timeoutAfterShare > 0 && draw(Kind.TIMEOUT, key) < timeoutAfterShare;
    }

    public boolean breaks(String key) {
        return error500Share > 0 && draw(Kind.ERROR, key) < error500Share;
    }

    private double draw(Kind kind, String key) {
        long hash = seed * 31 + kind.ordinal();
        for (int at = 0; at < key.length(); at++) {
            hash = mixed(hash + key.charAt(at));
        }
        return (mixed(hash) >>> 11) * 0x1.0p-53;
    }

    /** The finisher of SplitMix64: near keys get draws that have nothing to do with each other. */
    private static long mixed(long value) {
        long step = value + 0x9e3779b97f4a7c15L;
        step = (step ^ (step >>> 30)) * 0xbf58476d1ce4e5b9L;
        step = (step ^ (step >>> 27)) * 0x94d049bb133111ebL;
        return step ^ (step >>> 31);
    }
}
