package dev.firstcome.user.account;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail address in the one form in which it is stored and compared: trimmed and lower-cased. Two spellings of one
 * address are equal. Only ASCII, so that no two addresses look alike. Never printed, since logs keep no personal data.
 */
public record Email(String value) {
    public static final int LENGTH_MAX = 254;

    /** Plausible, not proven: only a message to it shows that an address exists. Every part is bounded. */
    private static final Pattern FORM = Pattern.compile("[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}"
            + "@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.){1,20}[a-z](?:[a-z0-9-]{0,61}[a-z0-9])");

    /** Nothing where the text is no plausible address. */
    public static Optional<Email> of(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        String normal = text.strip().toLowerCase(Locale.ROOT);
        boolean plausible =
                normal.length() <= LENGTH_MAX && FORM.matcher(normal).matches();
        return plausible ? Optional.of(new Email(normal)) : Optional.empty();
    }

    @Override
    public String toString() {
        return "(an e-mail address)";
    }
}
