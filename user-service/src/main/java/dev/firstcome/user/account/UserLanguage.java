package dev.firstcome.user.account;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A supported language for user-facing texts. */
public enum UserLanguage {
    EN,
    KO;

    /** Parses a language tag such as {@code ko} or {@code ko-KR}. Empty if the language is not supported. */
    public static Optional<UserLanguage> of(@Nullable String tag) {
        if (tag == null || tag.length() > 35) {
            return Optional.empty();
        }
        return switch (Locale.forLanguageTag(tag).getLanguage()) {
            case "en" -> Optional.of(EN);
            case "ko" -> Optional.of(KO);
            default -> Optional.empty();
        };
    }

    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
