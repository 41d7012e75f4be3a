package dev.firstcome.user;

import dev.firstcome.contracts.user.MessageKind;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.testsupport.StallRetry;
import dev.firstcome.user.message.Message;
import dev.firstcome.user.message.Messages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Adds messages to inboxes as the service does, in transactions whose end the test controls. */
final class TestInboxes {
    /** Small enough for the statement time-out of a slow machine. */
    private static final int ROWS_PER_STATEMENT = 5_000;

    private final Shards shards;
    private final Messages messages;
    private final BucketedIds ids;
    private final JdbcClient jdbc;

    TestInboxes(UserService service) {
        shards = service.bean(Shards.class);
        messages = service.bean(Messages.class);
        ids = service.bean(BucketedIds.class);
        jdbc = service.bean(JdbcClient.class);
    }

    UUID newUser() {
        return ids.next();
    }

    /** Creates message ids of a user and shuffles them. */
    List<UUID> shuffledMessageIds(UUID user, int count, Random random) {
        List<UUID> created = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            created.add(ids.next(BucketedIds.bucketOf(user)));
        }
        Collections.shuffle(created, random);
        return created;
    }

    /** Adds the message and returns the {@link System#nanoTime} after its commit. */
    long add(UUID user, UUID messageId) {
        StallRetry.run(() -> shards.execute(BucketedIds.bucketOf(user), () -> {
            raiseTimeouts();
            messages.add(message(user, messageId));
        }));
        return System.nanoTime();
    }

    void add(UUID user, int count) {
        for (int i = 0; i < count; i++) {
            add(user, ids.next(BucketedIds.bucketOf(user)));
        }
    }

    /** Inserts the message, waits for the permit, and then commits or rolls back. */
    void addAndWait(UUID user, UUID messageId, Semaphore written, Semaphore permit, boolean commits) {
        shards.execute(BucketedIds.bucketOf(user), () -> {
            raiseTimeouts();
            messages.add(message(user, messageId));
            written.release();
            awaitPermit(permit);
            if (!commits) {
                throw new IllegalStateException("intended rollback");
            }
        });
    }

    private static void awaitPermit(Semaphore permit) {
        try {
            if (!permit.tryAcquire(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test released no permit");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Raises the timeouts, because transactions of these tests block each other longer than those of the service. */
    private void raiseTimeouts() {
        jdbc.sql("select set_config(setting, '60s', true)"
                        + " from unnest(array['lock_timeout', 'statement_timeout',"
                        + " 'idle_in_transaction_session_timeout', 'transaction_timeout']) as limits (setting)")
                .query((row, number) -> row.getString(1))
                .list();
    }

    /** Inserts the given number of messages in one transaction. */
    void insertRows(UUID user, int count) {
        Bucket bucket = BucketedIds.bucketOf(user);
        shards.execute(bucket, () -> {
            jdbc.sql("insert into message_box (bucket, user_id, told) values (?, ?, ?)")
                    .params(bucket.number(), user, count)
                    .update();
            for (int first = 1; first <= count; first += ROWS_PER_STATEMENT) {
                jdbc.sql("insert into message (bucket, user_id, message_id, position, kind, details, sent_at)"
                                + " select ?, ?, gen_random_uuid(), n, 'WELCOME', '{}', now()"
                                + " from generate_series(?, ?) n")
                        .params(bucket.number(), user, first, Math.min(count, first + ROWS_PER_STATEMENT - 1))
                        .update();
            }
        });
    }

    private static Message message(UUID user, UUID messageId) {
        return new Message(
                messageId, user, MessageKind.WELCOME, Map.of(), Instant.ofEpochMilli(System.currentTimeMillis()));
    }
}
