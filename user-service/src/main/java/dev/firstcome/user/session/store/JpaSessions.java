package dev.firstcome.user.session.store;

import dev.firstcome.platform.entities.EntityStore;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.user.account.Accounts;
import dev.firstcome.user.session.RefreshDecision;
import dev.firstcome.user.session.RefreshToken;
import dev.firstcome.user.session.SessionProperties;
import dev.firstcome.user.session.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Sessions in the Postgres shards, in the user's bucket. A refresh is one transaction: the row lock serialises the uses of
 * a session's tokens, and the update compares the generation and sets the next one.
 */
@Repository
final class JpaSessions implements Sessions {
    private final Shards shards;
    private final EntityStore entities;
    private final JdbcClient jdbc;
    private final Accounts accounts;
    private final Duration grace;

    JpaSessions(Shards shards, EntityStore entities, JdbcClient jdbc, Accounts accounts, SessionProperties properties) {
        this.shards = shards;
        this.entities = entities;
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
            entities.insert(new SessionEntity(userId, first, validity));
        });
    }

    @Override
    public Optional<Refreshed> refresh(RefreshToken used, Validity validity) {
        return shards.transact(
                BucketedIds.bucketOf(used.sessionId()),
                () -> entities.lock(SessionEntity.class, SessionKey.of(used.sessionId()))
                        .filter(session -> session.isActive(validity.from()))
                        .flatMap(session -> refresh(session, used, validity)));
    }

    /** Reads the account in the same transaction, so that a failed account query does not consume the token. */
    private Optional<Refreshed> refresh(SessionEntity session, RefreshToken used, Validity validity) {
        return switch (session.toState().decide(used, validity.from(), grace)) {
            case RefreshDecision.Rotate rotation -> {
                session.rotate(rotation, validity);
                entities.update(session);
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

    private Optional<Refreshed> refreshed(SessionEntity session, RefreshToken token) {
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

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
