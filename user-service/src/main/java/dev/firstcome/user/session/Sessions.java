package dev.firstcome.user.session;

import dev.firstcome.user.account.Account;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Stores sessions, each with the hash of its one valid refresh token. */
public interface Sessions {
    /** Stores a new session of the user and deletes the user's expired sessions. */
    void start(UUID userId, RefreshToken first, Validity validity);

    /**
     * Executes the {@link RefreshDecision} on the used token, atomically. All concurrent calls with one valid token get
     * the same successor. Empty if the token is not valid or the account does not exist.
     */
    Optional<Refreshed> refresh(RefreshToken used, Validity validity);

    /** Ends the session if it belongs to the user. Idempotent. */
    void end(UUID userId, UUID sessionId, Instant now);

    /** The validity period of a refresh token. */
    record Validity(Instant from, Instant until) {}

    /** The account of a refreshed session and the session's valid token. */
    record Refreshed(Account account, RefreshToken token) {}
}
