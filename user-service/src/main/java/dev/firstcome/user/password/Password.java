package dev.firstcome.user.password;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plain-text password of 8 to 128 characters, unchanged from the input. A character is a Unicode code point. {@link
 * #toString} hides the value.
 */
public record Password(String value) {
    public static final int LENGTH_MIN = 8;
    public static final int LENGTH_MAX = 128;

    /** Empty if the length is not allowed. */
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
