package dev.firstcome.user.session;

/** The decision on one use of a refresh token. */
public sealed interface RefreshDecision {
    /** The token is the valid one. The store replaces it by the successor. */
    record Rotate(RefreshToken successor, SuccessorSalt salt) implements RefreshDecision {}

    /** The token was replaced within the grace period. The caller gets the same successor; nothing changes. */
    record Repeat(RefreshToken successor) implements RefreshDecision {}

    /** The token was replaced earlier, so it was copied. The session ends for both holders. */
    record Reused() implements RefreshDecision {}

    /** The token was never issued for this session. Nothing changes. */
    record Forged() implements RefreshDecision {}
}
