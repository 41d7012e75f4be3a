package dev.firstcome.platform.audit;

import dev.firstcome.platform.problems.ProblemException;
import org.jspecify.annotations.Nullable;

/** Why an operator does something. Every call that changes anything says it, and the trail keeps it. */
public final class OperatorReason {
    private static final int LENGTH_MAX = 500;

    private OperatorReason() {}

    /**
     * The reason without the white space around it: 1 to 500 characters, none of them a control character.
     *
     * @throws ProblemException if it is none
     */
    public static String of(@Nullable String text) {
        String reason = text == null ? "" : text.strip();
        if (reason.isEmpty()
                || reason.codePointCount(0, reason.length()) > LENGTH_MAX
                || reason.codePoints().anyMatch(Character::isISOControl)) {
            throw ProblemException.invalid("reason", "1 to " + LENGTH_MAX + " characters, no control characters");
        }
        return reason;
    }
}
