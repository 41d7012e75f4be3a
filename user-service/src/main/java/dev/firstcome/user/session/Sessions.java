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
     * Replaces the used token by the next one if the used token is valid, and returns the session's account. At most
     * one use of a token succeeds. A token of an earlier generation ends the session.
     */
    Optional<Account> rotate(RefreshToken used, RefreshToken next, Validity validity);

    /** Ends the session if it belongs to the user. Idempotent. */
    void end(UUID userId, UUID sessionId, Instant now);

    /** The validity period of a refresh token. */
    record Validity(Instant from, Instant until) {}
}
