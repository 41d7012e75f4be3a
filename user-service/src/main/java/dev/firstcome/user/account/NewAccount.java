package dev.firstcome.user.account;

import dev.firstcome.user.password.Password;
import java.util.List;

/** What someone gives to get an account. The roles are the shop's to give, never the caller's. */
public record NewAccount(Email email, Password password, PersonName name, UserLanguage language, List<String> roles) {}
