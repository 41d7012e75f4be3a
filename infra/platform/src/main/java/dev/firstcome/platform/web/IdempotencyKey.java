package dev.firstcome.platform.web;

import dev.firstcome.platform.problems.ProblemException;

/**
 * A key that a client sends with a command so that a retry has no second effect. It has 1 to 255 visible ASCII
 * characters.
 */
public record IdempotencyKey(String value) {
    public static final String HEADER = "Idempotency-Key";
    private static final int LENGTH_MAX = 255;

    /** @throws ProblemException if the header value is not a valid key */
    public static IdempotencyKey parse(String text) {
        if (text.isEmpty() || text.length() > LENGTH_MAX || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw ProblemException.invalid(HEADER, "must be 1 to 255 visible ASCII characters");
        }
        return new IdempotencyKey(text);
    }
}
