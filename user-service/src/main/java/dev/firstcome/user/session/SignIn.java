package dev.firstcome.user.session;

import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.user.account.Account;
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

    private final PasswordAuthenticator authenticator;
    private final Sessions sessions;
    private final AccessTokenIssuer tokens;
    private final BucketedIds ids;
    private final Clock clock;

    SignIn(
            PasswordAuthenticator authenticator,
            Sessions sessions,
            AccessTokenIssuer tokens,
            BucketedIds ids,
            Clock clock) {
        this.authenticator = authenticator;
        this.sessions = sessions;
        this.tokens = tokens;
        this.ids = ids;
        this.clock = clock;
    }

    /** The outcome of a sign-in. */
    public sealed interface Outcome {
        record SignedIn(SessionTokens tokens) implements Outcome {}

        /** The address or the password is wrong. Both cases take the same time. */
        record BadCredentials() implements Outcome {}

        /** Too many failures with this address from this network. The password was not checked. */
        record TooManyAttempts(Duration retryAfter) implements Outcome {}
    }

    public Outcome signIn(SignInAttempt attempt) {
        return switch (authenticator.authenticate(attempt)) {
            case PasswordAuthenticator.Outcome.Authenticated(Account account) -> new Outcome.SignedIn(start(account));
            case PasswordAuthenticator.Outcome.Rejected() -> new Outcome.BadCredentials();
            case PasswordAuthenticator.Outcome.Delayed(Duration retryAfter) -> new Outcome.TooManyAttempts(retryAfter);
        };
    }

    /** Empty if the token is not valid. A second use within the grace period returns the same refresh token. */
    public Optional<SessionTokens> refresh(RefreshToken used) {
        return sessions.refresh(used, validity()).map(session -> tokens(session.account(), session.token()));
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
