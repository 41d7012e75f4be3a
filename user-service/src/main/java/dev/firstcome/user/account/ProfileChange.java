package dev.firstcome.user.account;

import org.jspecify.annotations.Nullable;

/** A user's change of their own profile. Null leaves a field unchanged. */
public record ProfileChange(
        @Nullable PersonName name, @Nullable UserLanguage language) {}
