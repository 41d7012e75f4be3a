package dev.firstcome.psp.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What a call is answered. Its bytes follow from it alone, so that it can be given again byte for byte.
 *
 * @param status of HTTP
 * @param problem null: it went well
 * @param withheld it is never given, to nobody who asks with this key
 */
public record Answer(
        int status,
        @Nullable Problem problem,
        @Nullable Intent intent,
        @Nullable Refund refund,
        boolean withheld) {

    public static Answer of(Intent intent) {
        return new Answer(200, null, intent, null, false);
    }

    public static Answer of(Refund refund) {
        return new Answer(200, null, null, refund, false);
    }

    public static Answer problem(int status, Problem problem, @Nullable Intent embedded) {
        return new Answer(status, problem, embedded, null, false);
    }

    public static Answer never() {
        return new Answer(0, null, null, null, true);
    }

    Answer withIntent(@Nullable Intent other) {
        return new Answer(status, problem, other, refund, withheld);
    }
}
