package dev.firstcome.user.session.store;

import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.user.account.Accounts;
import dev.firstcome.user.session.RefreshDecision;
import dev.firstcome.user.session.RefreshToken;
import dev.firstcome.user.session.SessionProperties;
import dev.firstcome.user.session.SessionState;
import dev.firstcome.user.session.Sessions;
import dev.firstcome.user.session.SuccessorSalt;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Sessions in Postgres, in the user's bucket. A refresh is one transaction: the row lock serialises the uses of a
 * session's tokens, and the update compares the generation and sets the next one.
 */
@Component
final class JdbcSessions implements Sessions {
    private final Shards shards;
    private final JdbcClient jdbc;
    private final Accounts accounts;
    private final Duration grace;

    JdbcSessions(Shards shards, JdbcClient jdbc, Accounts accounts, SessionProperties properties) {
        this.shards = shards;
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.grace = properties.refreshGrace();
    }

    @Override
    public void start(UUID userId, RefreshToken first, Validity validity) {
        Bucket bucket = BucketedIds.bucketOf(userId);
        shards.execute(bucket, () -> {
            jdbc.sql("delete from session_family where bucket = ? and user_id = ? and expires_at < ?")
                    .params(bucket.number(), userId, at(validity.from()))
                    .update();
            jdbc.sql("insert into session_family"
                            + " (bucket, family_id, user_id, generation, token_hash, started_at, expires_at)"
                            + " values (?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            bucket.number(),
                            first.sessionId(),
                            userId,
                            first.generation(),
                            first.hash(),
                            at(validity.from()),
                            at(validity.until()))
                    .update();
        });
    }

    @Override
    public Optional<Refreshed> refresh(RefreshToken used, Validity validity) {
        Bucket bucket = BucketedIds.bucketOf(used.sessionId());
        return shards.transact(
                bucket,
                () -> lockActive(bucket, used.sessionId(), validity.from())
                        .flatMap(session -> refresh(session, used, validity)));
    }

    /** Reads the account in the same transaction, so that a failed account query does not consume the token. */
    private Optional<Refreshed> refresh(StoredSession session, RefreshToken used, Validity validity) {
        return switch (session.state().decide(used, validity.from(), grace)) {
            case RefreshDecision.Rotate rotation -> {
                replace(used, rotation, validity);
                yield refreshed(session, rotation.successor());
            }
            case RefreshDecision.Repeat(RefreshToken successor) -> refreshed(session, successor);
            case RefreshDecision.Reused() -> {
                end(session.userId(), used.sessionId(), validity.from());
                yield Optional.empty();
            }
            case RefreshDecision.Forged() -> Optional.empty();
        };
    }

    private Optional<Refreshed> refreshed(StoredSession session, RefreshToken token) {
        return accounts.find(session.userId()).map(account -> new Refreshed(account, token));
    }

    @Override
    public void end(UUID userId, UUID sessionId, Instant now) {
        Bucket bucket = BucketedIds.bucketOf(userId);
        shards.execute(
                bucket,
                () -> jdbc.sql("update session_family set ended_at = ?"
                                + " where bucket = ? and family_id = ? and user_id = ? and ended_at is null")
                        .params(at(now), bucket.number(), sessionId, userId)
                        .update());
    }

    private record StoredSession(UUID userId, SessionState state) {}

    private Optional<StoredSession> lockActive(Bucket bucket, UUID sessionId, Instant now) {
        return jdbc.sql("select user_id, generation, token_hash, successor_salt, rotated_at from session_family"
                        + " where bucket = ? and family_id = ? and ended_at is null and expires_at > ? for update")
                .params(bucket.number(), sessionId, at(now))
                .query((row, number) -> session(row))
                .optional();
    }

    private void replace(RefreshToken used, RefreshDecision.Rotate rotation, Validity validity) {
        RefreshToken successor = rotation.successor();
        int updated = jdbc.sql("update session_family set generation = ?, token_hash = ?, successor_salt = ?,"
                        + " rotated_at = ?, expires_at = ? where bucket = ? and family_id = ? and generation = ?")
                .params(
                        successor.generation(),
                        successor.hash(),
                        rotation.salt().bytes(),
                        at(validity.from()),
                        at(validity.until()),
                        BucketedIds.bucketOf(used.sessionId()).number(),
                        used.sessionId(),
                        used.generation())
                .update();
        if (updated != 1) {
            throw new IllegalStateException("session %s changed under its lock".formatted(used.sessionId()));
        }
    }

    private static StoredSession session(ResultSet row) throws SQLException {
        byte[] salt = row.getBytes("successor_salt");
        SessionState.Rotation lastRotation = salt == null
                ? null
                : new SessionState.Rotation(
                        SuccessorSalt.of(salt),
                        row.getObject("rotated_at", OffsetDateTime.class).toInstant());
        return new StoredSession(
                row.getObject("user_id", UUID.class),
                new SessionState(row.getInt("generation"), row.getBytes("token_hash"), lastRotation));
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
