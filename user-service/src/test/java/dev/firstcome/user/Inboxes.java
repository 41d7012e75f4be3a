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

/** Users and their messages, put into their inboxes as the service does, in transactions that end when a test says so. */
final class Inboxes {
    private final Shards shards;
    private final Messages messages;
    private final BucketedIds ids;
    private final JdbcClient jdbc;

    Inboxes(UserService service) {
        shards = service.part(Shards.class);
        messages = service.part(Messages.class);
        ids = service.part(BucketedIds.class);
        jdbc = service.part(JdbcClient.class);
    }

    UUID newUser() {
        return ids.next();
    }

    /** Ids of messages to a user, made before and used in any order. */
    List<UUID> idsInAnyOrder(UUID user, int count, Random random) {
        List<UUID> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(ids.next(BucketedIds.bucketOf(user)));
        }
        Collections.shuffle(made, random);
        return made;
    }

    /** Returns when the message is committed, with the time of that. */
    long tell(UUID user, UUID messageId) {
        StallRetry.run(() -> shards.execute(BucketedIds.bucketOf(user), () -> {
            waitsPatiently();
            messages.add(message(user, messageId));
        }));
        return System.nanoTime();
    }

    void tell(UUID user, int count) {
        for (int i = 0; i < count; i++) {
            tell(user, ids.next(BucketedIds.bucketOf(user)));
        }
    }

    /** The message is written, then something happens, and only then it is committed, or not. */
    void tellSlowly(UUID user, UUID messageId, Semaphore written, Semaphore mayEnd, boolean commits) {
        shards.execute(BucketedIds.bucketOf(user), () -> {
            waitsPatiently();
            messages.add(message(user, messageId));
            written.release();
            awaitPermit(mayEnd);
            if (!commits) {
                throw new IllegalStateException("changed my mind");
            }
        });
    }

    private static void awaitPermit(Semaphore permit) {
        try {
            if (!permit.tryAcquire(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test gives no permit");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Several transactions write to one user here and wait for each other longer than those of the service. */
    private void waitsPatiently() {
        jdbc.sql("select set_config(setting, '60s', true)"
                        + " from unnest(array['lock_timeout', 'statement_timeout',"
                        + " 'idle_in_transaction_session_timeout', 'transaction_timeout']) as limits (setting)")
                .query((row, number) -> row.getString(1))
                .list();
    }

    /** So many at once, as rows. */
    void fill(UUID user, int count) {
        Bucket bucket = BucketedIds.bucketOf(user);
        shards.execute(bucket, () -> {
            jdbc.sql("insert into message_box (bucket, user_id, told) values (?, ?, ?)")
                    .params(bucket.number(), user, count)
                    .update();
            jdbc.sql("insert into message (bucket, user_id, message_id, position, kind, details, sent_at)"
                            + " select ?, ?, gen_random_uuid(), n, 'WELCOME', '{}', now() from generate_series(1, ?) n")
                    .params(bucket.number(), user, count)
                    .update();
        });
    }

    private static Message message(UUID user, UUID messageId) {
        return new Message(
                messageId, user, MessageKind.WELCOME, Map.of(), Instant.ofEpochMilli(System.currentTimeMillis()));
    }
}
