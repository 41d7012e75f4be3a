package dev.firstcome.user.session;

import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.user.account.Account;
import dev.firstcome.user.account.Accounts;
import dev.firstcome.user.account.Credentials;
import dev.firstcome.user.account.Email;
import dev.firstcome.user.password.Password;
import dev.firstcome.user.password.PasswordHashes;
import dev.firstcome.user.token.AccessTokenIssuer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Starts sessions, goes on with them, and ends them. */
@Service
public final class SignIn {
    /** How long a session stays without being used. */
    public static final Duration REFRESH_LIFE = Duration.ofDays(30);

    private final Accounts accounts;
    private final Sessions sessions;
    private final PasswordHashes passwords;
    private final AccessTokenIssuer tokens;
    private final BucketedIds ids;
    private final Clock clock;

    SignIn(
            Accounts accounts,
            Sessions sessions,
            PasswordHashes passwords,
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

    /** Nothing where address or password is wrong; both cost the same time and look the same. */
    public Optional<SessionTokens> signIn(Email email, Password password) {
        Optional<Credentials> credentials = accounts.findByEmail(email);
        if (credentials.isEmpty()) {
            passwords.matchNobody(password);
            return Optional.empty();
        }
        return credentials
                .filter(known -> passwords.matches(password, known.passwordHash()))
                .map(known -> start(known.account()));
    }

    /** Nothing where the token is not the good one of a living session. */
    public Optional<SessionTokens> refresh(RefreshToken used) {
        RefreshToken next = used.next();
        return sessions.rotate(used, next, life()).map(account -> tokens(account, next));
    }

    public void signOut(UUID userId, UUID sessionId) {
        sessions.end(userId, sessionId, clock.instant());
    }

    private SessionTokens start(Account account) {
        UUID sessionId = ids.next(BucketedIds.bucketOf(account.userId()));
        RefreshToken first = RefreshToken.first(sessionId);
        sessions.start(account.userId(), first, life());
        return tokens(account, first);
    }

    private SessionTokens tokens(Account account, RefreshToken refreshToken) {
        return new SessionTokens(tokens.issue(account, refreshToken.sessionId()), refreshToken, AccessTokenIssuer.LIFE);
    }

    private Sessions.Life life() {
        Instant now = clock.instant();
        return new Sessions.Life(now, now.plus(REFRESH_LIFE));
    }
}
