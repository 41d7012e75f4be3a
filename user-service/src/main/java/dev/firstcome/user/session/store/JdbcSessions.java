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

/** Sessions as rows of the user's bucket. The row's lock orders the uses of one token; its columns let one win. */
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
    public void start(UUID userId, RefreshToken first, Life life) {
        Bucket bucket = BucketedIds.bucketOf(userId);
        shards.execute(bucket, () -> {
            jdbc.sql("delete from session_family where bucket = ? and user_id = ? and expires_at < ?")
                    .params(bucket.number(), userId, at(life.from()))
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
                            at(life.from()),
                            at(life.until()))
                    .update();
        });
    }

    @Override
    public Optional<Account> rotate(RefreshToken used, RefreshToken next, Life life) {
        Bucket bucket = BucketedIds.bucketOf(used.sessionId());
        return shards.transact(bucket, () -> {
            Optional<UUID> user = replace(bucket, used, next, life);
            if (user.isEmpty()) {
                endIfUsedBefore(bucket, used, life.from());
            }
            // In the same transaction: a token must not be used up for an answer that cannot be given.
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

    private Optional<UUID> replace(Bucket bucket, RefreshToken used, RefreshToken next, Life life) {
        return jdbc.sql("update session_family set generation = ?, token_hash = ?, expires_at = ?"
                        + " where bucket = ? and family_id = ? and generation = ? and token_hash = ?"
                        + " and ended_at is null and expires_at > ? returning user_id")
                .params(
                        next.generation(),
                        next.hash(),
                        at(life.until()),
                        bucket.number(),
                        used.sessionId(),
                        used.generation(),
                        used.hash(),
                        at(life.from()))
                .query(UUID.class)
                .optional();
    }

    /**
     * Someone has a copy: nobody knows who, so neither goes on. The secret of a past generation is not kept, so this
     * believes the generation alone; whoever knows the session's id had its tokens, and may end it anyway.
     */
    private void endIfUsedBefore(Bucket bucket, RefreshToken used, Instant now) {
        jdbc.sql("update session_family set ended_at = ?"
                        + " where bucket = ? and family_id = ? and generation > ? and ended_at is null")
                .params(at(now), bucket.number(), used.sessionId(), used.generation())
                .update();
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
