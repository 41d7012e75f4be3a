package dev.firstcome.user.session;

import dev.firstcome.user.account.Email;
import dev.firstcome.user.password.Password;
import org.jspecify.annotations.Nullable;

/**
 * The input of a sign-in.
 *
 * @param password null if the text cannot be the password of any account, for instance because it is too short
 * @param network the client's IP address or network
 */
public record SignInAttempt(Email email, @Nullable Password password, String network) {}
