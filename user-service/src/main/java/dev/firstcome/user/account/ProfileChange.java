package dev.firstcome.user.account;

import org.jspecify.annotations.Nullable;

/** What a user changes about the own account; null leaves it as it is. */
public record ProfileChange(
        @Nullable PersonName name, @Nullable UserLanguage language) {}
