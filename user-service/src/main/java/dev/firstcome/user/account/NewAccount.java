package dev.firstcome.user.account;

import dev.firstcome.user.password.Password;
import java.util.List;

/** The data of an account to create. The roles are set by this service, never by the caller. */
public record NewAccount(Email email, Password password, PersonName name, UserLanguage language, List<String> roles) {}
