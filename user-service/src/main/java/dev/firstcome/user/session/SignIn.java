package dev.firstcome.user.session;

import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.user.account.Account;
import dev.firstcome.user.account.Accounts;
import dev.firstcome.user.account.Credentials;
import dev.firstcome.user.account.Email;
import dev.firstcome.user.password.Password;
import dev.firstcome.user.password.PasswordHasher;
import dev.firstcome.user.token.AccessTokenIssuer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Starts, refreshes and ends sessions. */
@Service
public final class SignIn {
    /** A session expires after this time without a refresh. */
    public static final Duration REFRESH_TOKEN_LIFETIME = Duration.ofDays(30);

    private final Accounts accounts;
    private final Sessions sessions;
    private final PasswordHasher passwords;
    private final AccessTokenIssuer tokens;
    private final BucketedIds ids;
    private final Clock clock;

    SignIn(
            Accounts accounts,
            Sessions sessions,
            PasswordHasher passwords,
            AccessTokenIssuer tokens,
            BucketedIds ids,
            Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.passwords = passwords;
        this.tokens = tokens;
        this.ids = ids;
        this.clock = clock;
    }

    /** Empty if the address or the password is wrong. Both cases take the same time and return the same response. */
    public Optional<SessionTokens> signIn(Email email, Password password) {
        Optional<Credentials> credentials = accounts.findByEmail(email);
        if (credentials.isEmpty()) {
            passwords.matchDummyHash(password);
            return Optional.empty();
        }
        return credentials
                .filter(stored -> passwords.matches(password, stored.passwordHash()))
                .map(stored -> start(stored.account()));
    }

    /** Empty if the token is not the valid token of an active session. */
    public Optional<SessionTokens> refresh(RefreshToken used) {
        RefreshToken next = used.next();
        return sessions.rotate(used, next, validity()).map(account -> tokens(account, next));
    }

    public void signOut(UUID userId, UUID sessionId) {
        sessions.end(userId, sessionId, clock.instant());
    }

    private SessionTokens start(Account account) {
        UUID sessionId = ids.next(BucketedIds.bucketOf(account.userId()));
        RefreshToken first = RefreshToken.first(sessionId);
        sessions.start(account.userId(), first, validity());
        return tokens(account, first);
    }

    private SessionTokens tokens(Account account, RefreshToken refreshToken) {
        return new SessionTokens(
                tokens.issue(account, refreshToken.sessionId()), refreshToken, AccessTokenIssuer.LIFETIME);
    }

    private Sessions.Validity validity() {
        Instant now = clock.instant();
        return new Sessions.Validity(now, now.plus(REFRESH_TOKEN_LIFETIME));
    }
}
