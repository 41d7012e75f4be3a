package dev.firstcome.user.session;

import dev.firstcome.user.account.Account;
import dev.firstcome.user.account.Accounts;
import dev.firstcome.user.account.Credentials;
import dev.firstcome.user.password.Password;
import dev.firstcome.user.password.PasswordHasher;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Checks e-mail address and password. An unknown address takes as long as a wrong password, so the response time does
 * not reveal whether an account exists. A delayed try costs neither a hash nor a query.
 */
@Component
final class PasswordAuthenticator {
    /** Time in which some dozen hashes are computed. */
    private static final Duration MUTEX_WAIT_MAX = Duration.ofSeconds(2);

    private static final Duration RETRY_AFTER_CONCURRENT_TRIES = Duration.ofSeconds(1);

    private final Accounts accounts;
    private final PasswordHasher passwords;
    private final SignInThrottle throttle;
    private final AttemptMutex mutex = new AttemptMutex(MUTEX_WAIT_MAX);

    PasswordAuthenticator(Accounts accounts, PasswordHasher passwords, SignInThrottle throttle) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.throttle = throttle;
    }

    sealed interface Outcome {
        record Authenticated(Account account) implements Outcome {}

        record Rejected() implements Outcome {}

        /** The password was not checked. */
        record Delayed(Duration retryAfter) implements Outcome {}
    }

    /** A failure of the infrastructure is thrown and does not count as a failed try. */
    Outcome authenticate(SignInAttempt attempt) {
        AttemptKey key = AttemptKey.of(attempt);
        return mutex.run(key, () -> authenticate(key, attempt))
                .orElseGet(() -> new Outcome.Delayed(RETRY_AFTER_CONCURRENT_TRIES));
    }

    private Outcome authenticate(AttemptKey key, SignInAttempt attempt) {
        Duration wait = throttle.remainingWait(key);
        if (wait.isPositive()) {
            return new Outcome.Delayed(wait);
        }
        Optional<Account> account = check(attempt);
        if (account.isEmpty()) {
            throttle.failed(key);
            return new Outcome.Rejected();
        }
        throttle.succeeded(key);
        return new Outcome.Authenticated(account.get());
    }

    private Optional<Account> check(SignInAttempt attempt) {
        Password password = attempt.password();
        if (password == null) {
            return Optional.empty();
        }
        Optional<Credentials> credentials = accounts.findByEmail(attempt.email());
        if (credentials.isEmpty()) {
            passwords.matchDummyHash(password);
            return Optional.empty();
        }
        return credentials
                .filter(stored -> passwords.matches(password, stored.passwordHash()))
                .map(Credentials::account);
    }
}
