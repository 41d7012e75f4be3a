package dev.firstcome.user.password;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A password as someone typed it, 8 to 128 characters. Any character counts, and counts as one, whatever its size in
 * memory. Never printed.
 */
public record Password(String value) {
    public static final int LENGTH_MIN = 8;
    public static final int LENGTH_MAX = 128;

    /** Nothing where the text cannot be anyone's password. */
    public static Optional<Password> of(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        int length = text.codePointCount(0, text.length());
        boolean usable = length >= LENGTH_MIN && length <= LENGTH_MAX;
        return usable ? Optional.of(new Password(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return "(a password)";
    }
}
