package dev.firstcome.user.account;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A normalised e-mail address: trimmed, lower-case and ASCII only. Two spellings of one address are equal, and no two
 * addresses look alike. {@link #toString} hides the value, because logs must not contain personal data.
 */
public record Email(String value) {
    public static final int LENGTH_MAX = 254;

    /** Checks the syntax only, not the existence of the address. Every quantifier is bounded. */
    private static final Pattern PATTERN = Pattern.compile("[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}"
            + "@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.){1,20}[a-z](?:[a-z0-9-]{0,61}[a-z0-9])");

    /** Empty if the text is not a plausible address. */
    public static Optional<Email> of(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        String normalised = text.strip().toLowerCase(Locale.ROOT);
        boolean plausible =
                normalised.length() <= LENGTH_MAX && PATTERN.matcher(normalised).matches();
        return plausible ? Optional.of(new Email(normalised)) : Optional.empty();
    }

    @Override
    public String toString() {
        return "(an e-mail address)";
    }
}
