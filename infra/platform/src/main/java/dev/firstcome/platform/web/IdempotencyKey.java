package dev.firstcome.platform.web;

import dev.firstcome.platform.problems.Problem;

/** A client's own name for a call, by which a repeated call is known. 1 to 255 visible ASCII characters. */
public record IdempotencyKey(String value) {
    public static final String HEADER = "Idempotency-Key";
    private static final int LENGTH_MAX = 255;

    /** @throws Problem if the header's text cannot be a key */
    public static IdempotencyKey parse(String text) {
        if (text.isEmpty() || text.length() > LENGTH_MAX || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw Problem.invalid(HEADER, "1 to 255 visible ASCII characters");
        }
        return new IdempotencyKey(text);
    }
}
