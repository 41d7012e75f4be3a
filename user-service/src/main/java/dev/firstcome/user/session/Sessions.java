package dev.firstcome.user.session;

import dev.firstcome.user.account.Account;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The stored sessions, each with the hash of the one refresh token that is good now. */
public interface Sessions {
    /** Stores a new session of this user and forgets the user's expired ones. */
    void start(UUID userId, RefreshToken first, Life life);

    /**
     * Puts the next token in the place of the used one, if that is the good one, and gives the session's account. Of
     * many uses of one token, at whatever time, at most one succeeds. A token of an earlier generation ends the session.
     */
    Optional<Account> rotate(RefreshToken used, RefreshToken next, Life life);

    /** Ends the session if it is this user's; ending it again changes nothing. */
    void end(UUID userId, UUID sessionId, Instant now);

    /** From when until when a refresh token is good. */
    record Life(Instant from, Instant until) {}
}
