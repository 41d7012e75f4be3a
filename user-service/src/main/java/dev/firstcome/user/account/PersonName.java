package dev.firstcome.user.account;

import java.text.Normalizer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user's display name: trimmed, in Unicode normalisation form C, 1 to 100 characters, without control characters or
 * line separators.
 */
public record PersonName(String value) {
    public static final int LENGTH_MAX = 100;

    /** Leaves room for decomposed characters and bounds the time of the normalisation. */
    private static final int TYPED_LENGTH_MAX = 8 * LENGTH_MAX;

    /** Empty if the text is not a valid name. */
    public static Optional<PersonName> of(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        String typed = text.strip();
        if (typed.length() > TYPED_LENGTH_MAX) {
            return Optional.empty();
        }
        String name = Normalizer.normalize(typed, Normalizer.Form.NFC);
        int length = name.codePointCount(0, name.length());
        boolean usable =
                length >= 1 && length <= LENGTH_MAX && name.codePoints().noneMatch(PersonName::isControl);
        return usable ? Optional.of(new PersonName(name)) : Optional.empty();
    }

    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
