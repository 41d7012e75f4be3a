package dev.firstcome.user.password;

import java.text.Normalizer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plain-text password as the user typed it. {@link #normalized} is what is hashed: keyboards of some systems send the
 * same characters as other code points, such as decomposed Hangul. {@link #toString} hides the value.
 */
public record Password(String value) {
    public static final int LENGTH_MIN = 8;
    public static final int LENGTH_MAX = 128;

    /**
     * Maximum length of the input, which leaves room for decomposed characters. It bounds the normalisation, whose time
     * is quadratic in the length of a run of combining marks.
     */
    private static final int TYPED_LENGTH_MAX = 8 * LENGTH_MAX;

    /**
     * A new password: 8 to 128 characters after normalisation. A character is a Unicode code point. Empty if the length
     * is not allowed or the text contains an unpaired surrogate.
     */
    public static Optional<Password> of(@Nullable String text) {
        return wellFormed(text).filter(password -> isLengthAllowed(password.normalized()));
    }

    /** The password of a sign-in. Earlier versions counted the characters as typed, so that length is allowed too. */
    public static Optional<Password> forSignIn(@Nullable String text) {
        return wellFormed(text)
                .filter(password -> isLengthAllowed(password.value()) || isLengthAllowed(password.normalized()));
    }

    /**
     * The password in Unicode normalisation form C, which NIST SP 800-63B-4 (section 3.1.1.2) and RFC 8265
     * (OpaqueString) prescribe. Form KC would also map compatibility characters, such as full-width digits, and so
     * reduce the number of different passwords.
     */
    String normalized() {
        return Normalizer.normalize(value, Normalizer.Form.NFC);
    }

    private static Optional<Password> wellFormed(@Nullable String text) {
        if (text == null
                || text.length() > TYPED_LENGTH_MAX
                || text.codePoints().anyMatch(Password::isSurrogate)) {
            return Optional.empty();
        }
        return Optional.of(new Password(text));
    }

    private static boolean isSurrogate(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }

    private static boolean isLengthAllowed(String text) {
        int length = text.codePointCount(0, text.length());
        return length >= LENGTH_MIN && length <= LENGTH_MAX;
    }

    @Override
    public String toString() {
        return "(a password)";
    }
}
