package dev.firstcome.user.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The stored state of an active session. It decides on each use of a refresh token, without side effects. */
public final class SessionState {
    private final int generation;
    private final byte[] tokenHash;
    private final @Nullable Rotation lastRotation;

    /** @param lastRotation null if the session was never refreshed */
    public SessionState(int generation, byte[] tokenHash, @Nullable Rotation lastRotation) {
        this.generation = generation;
        this.tokenHash = tokenHash.clone();
        this.lastRotation = lastRotation;
    }

    /** The latest replacement of the valid token. */
    public record Rotation(SuccessorSalt salt, Instant at) {}

    /**
     * Decides on the use of a token.
     *
     * <p>Within the grace period, a second use of the replaced token returns the same successor. So two tabs that
     * refresh at once stay signed in, and so does a client that lost the response. Reuse detection (RFC 9700, section
     * 4.14.2) remains: all callers get one successor, and its first use ends the grace period. A use of the replaced
     * token after that ends the session, even within the configured time. The client evidently received the successor,
     * so the other token holder may be a thief. A thief who presents a token within the grace period is detected when
     * both holders have used the successor, with more than the grace period between the uses.
     *
     * <p>The hashes of replaced tokens are not stored. A token counts as the replaced one if its successor is the valid
     * token. Of older tokens only the generation is checked. A caller that knows the session id had a token of the
     * session and may end it anyway.
     */
    public RefreshDecision decide(RefreshToken used, Instant now, Duration grace) {
        if (used.generation() > generation) {
            return new RefreshDecision.Forged();
        }
        if (used.generation() < generation) {
            return repeatOrReused(used, now, grace);
        }
        if (!used.matches(tokenHash)) {
            return new RefreshDecision.Forged();
        }
        SuccessorSalt salt = SuccessorSalt.random();
        return new RefreshDecision.Rotate(used.successor(salt), salt);
    }

    private RefreshDecision repeatOrReused(RefreshToken used, Instant now, Duration grace) {
        Rotation rotation = lastRotation;
        if (rotation != null && now.isBefore(rotation.at().plus(grace))) {
            RefreshToken successor = used.successor(rotation.salt());
            if (successor.matches(tokenHash)) {
                return new RefreshDecision.Repeat(successor);
            }
        }
        return new RefreshDecision.Reused();
    }
}
