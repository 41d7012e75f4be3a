package dev.firstcome.user.session.store;

import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.user.account.Account;
import dev.firstcome.user.account.Accounts;
import dev.firstcome.user.session.RefreshToken;
import dev.firstcome.user.session.Sessions;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Sessions in Postgres, in the user's bucket. The row lock serialises uses of a token; compare-and-set accepts one. */
@Component
final class JdbcSessions implements Sessions {
    private final Shards shards;
    private final JdbcClient jdbc;
    private final Accounts accounts;

    JdbcSessions(Shards shards, JdbcClient jdbc, Accounts accounts) {
        this.shards = shards;
        this.jdbc = jdbc;
        this.accounts = accounts;
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
    public Optional<Account> rotate(RefreshToken used, RefreshToken next, Validity validity) {
        Bucket bucket = BucketedIds.bucketOf(used.sessionId());
        return shards.transact(bucket, () -> {
            Optional<UUID> user = replace(bucket, used, next, validity);
            if (user.isEmpty()) {
                endIfReused(bucket, used, validity.from());
            }
            // In the same transaction, so that a failed account query does not consume the token.
            return user.flatMap(accounts::find);
        });
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

    private Optional<UUID> replace(Bucket bucket, RefreshToken used, RefreshToken next, Validity validity) {
        return jdbc.sql("update session_family set generation = ?, token_hash = ?, expires_at = ?"
                        + " where bucket = ? and family_id = ? and generation = ? and token_hash = ?"
                        + " and ended_at is null and expires_at > ? returning user_id")
                .params(
                        next.generation(),
                        next.hash(),
                        at(validity.until()),
                        bucket.number(),
                        used.sessionId(),
                        used.generation(),
                        used.hash(),
                        at(validity.from()))
                .query(UUID.class)
                .optional();
    }

    /**
     * A reused token shows that it was copied, so the session ends for both holders. The hash of a past generation is
     * not stored, so only the generation is checked. A caller that knows the session id had its tokens and may end it
     * anyway.
     */
    private void endIfReused(Bucket bucket, RefreshToken used, Instant now) {
        jdbc.sql("update session_family set ended_at = ?"
                        + " where bucket = ? and family_id = ? and generation > ? and ended_at is null")
                .params(at(now), bucket.number(), used.sessionId(), used.generation())
                .update();
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
