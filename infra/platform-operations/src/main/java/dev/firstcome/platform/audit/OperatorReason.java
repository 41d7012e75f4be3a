package dev.firstcome.platform.audit;

import dev.firstcome.platform.problems.ProblemException;
import org.jspecify.annotations.Nullable;

/** The reason of an operator, which every changing request contains and the audit trail records. */
public final class OperatorReason {
    private static final int LENGTH_MAX = 500;

    private OperatorReason() {}

    /**
     * Returns the reason without surrounding white space: 1 to 500 characters without control characters.
     *
     * @throws ProblemException INVALID_FIELD for another text
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
