package dev.firstcome.user.session.store;

import dev.firstcome.user.session.RefreshDecision;
import dev.firstcome.user.session.RefreshToken;
import dev.firstcome.user.session.SessionState;
import dev.firstcome.user.session.Sessions.Validity;
import dev.firstcome.user.session.SuccessorSalt;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code session_family}.
 *
 * <p>The generation of the valid refresh token is the row's version. So each update is a rotation, and it compares the
 * generation that was loaded. An SQL statement ends the session, so an update never writes that column.
 */
@Entity
@Table(name = "session_family")
@SuppressWarnings("unused") // Hibernate reads all fields
class SessionEntity {
    @EmbeddedId
    private SessionKey id;

    @Column(updatable = false)
    private UUID userId;

    @Version
    private int generation;

    private byte[] tokenHash;

    @Column(updatable = false)
    private Instant startedAt;

    private Instant expiresAt;

    @Column(updatable = false)
    private @Nullable Instant endedAt;

    private @Nullable Instant rotatedAt;
    private byte @Nullable [] successorSalt;

    /** For Hibernate, which sets the fields. */
    protected SessionEntity() {}

    SessionEntity(UUID userId, RefreshToken first, Validity validity) {
        this.id = SessionKey.of(first.sessionId());
        this.userId = userId;
        this.generation = first.generation();
        this.tokenHash = first.hash();
        this.startedAt = validity.from();
        this.expiresAt = validity.until();
    }

    boolean isActive(Instant now) {
        return endedAt == null && expiresAt.isAfter(now);
    }

    /** Replaces the valid token by its successor. The update of the row increments the generation. */
    void rotate(RefreshDecision.Rotate rotation, Validity validity) {
        tokenHash = rotation.successor().hash();
        successorSalt = rotation.salt().bytes();
        rotatedAt = validity.from();
        expiresAt = validity.until();
    }

    SessionState toState() {
        SessionState.Rotation lastRotation = successorSalt == null || rotatedAt == null
                ? null
                : new SessionState.Rotation(SuccessorSalt.of(successorSalt), rotatedAt);
        return new SessionState(generation, tokenHash, lastRotation);
    }

    UUID userId() {
        return userId;
    }
}
