package dev.firstcome.e2e.bench;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.events.EventInsert;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.PlatformDescription.Database;
import dev.firstcome.local.PlatformDescription.Shard;
import dev.firstcome.local.layout.ServiceDefinition;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The baseline for accepted payments: transactions that write the same rows, over as many connections as the service
 * has. The payments are due in a month and their events have a type without consumers, so the service ignores the rows.
 * The rows are deleted after each run.
 */
final class BarePayments {
    static final int CONNECTIONS_PER_SHARD = 8;

    private static final Duration PHASE = Duration.ofSeconds(3);
    private static final long VERSION_AND_VARIANT = 0x7000L;
    private static final String ITEMS =
            "[{\"productId\":\"%s\",\"name\":\"product 17\",\"quantity\":1,\"unitPrice\":2700}]";
    private static final String ANSWER =
            "{\"paymentId\":\"%s\",\"state\":\"REQUESTED\",\"amount\":2700,\"discount\":0,\"total\":2700,\"currency\":\"KRW\"}";
    private static final String EVENT = "{\"paymentId\":\"%1$s\",\"userId\":\"%1$s\",\"version\":1,"
            + "\"state\":\"REQUESTED\",\"reason\":null,\"items\":[{\"productId\":\"%1$s\",\"quantity\":1,\"unitPrice\":2700}],"
            + "\"couponId\":null,\"currency\":\"KRW\",\"amount\":2700,\"discount\":0,\"total\":2700,\"refunds\":[],"
            + "\"at\":\"2026-01-01T00:00:00.123Z\"}";

    private static final String KEY = """
            insert into idempotency_key (bucket, user_id, operation, key, fingerprint, resource_id, lease_id, lease_until,
                status, location, answer)
            values (?, ?, 'POST /api/payments', ?, ?, ?, ?, clock_timestamp(), 202, ?, ?)
            """;
    private static final String PAYMENT = """
            with step as (
                insert into payment_history (bucket, payment_id, step, state, at)
                values (?, ?, 1, 'REQUESTED', clock_timestamp()))
            insert into payment (bucket, payment_id, user_id, state, step, version, attempt, due_at, currency, amount,
                discount, total, coupon_id, items, payment_method, basket, created_at, changed_at)
            values (?, ?, ?, 'REQUESTED', 1, 1, 0, clock_timestamp() + interval '30 days', 'KRW', 2700,
                0, 2700, null, ?::jsonb, 'pm_card_visa', ?, clock_timestamp(), clock_timestamp())
            """;
    private static final String EVENTS = """
            with history as (
                insert into event_history (bucket, event_id, topic, aggregate_id, version, payload_hash)
                values (?, ?, ?, ?, 1, ?))
            insert into outbox (bucket, event_id, topic, key, type, aggregate_id, version, payload, occurred_at)
            values (?, ?, ?, ?, 'bench.unconsumed.v1', ?, 1, ?, clock_timestamp())
            """;

    private final PlatformDescription platform;
    private final Database database;
    private final byte[] hash = new byte[32];

    BarePayments(PlatformDescription platform) {
        this.platform = platform;
        this.database = platform.database(ServiceDefinition.PAYMENT);
    }

    /** Runs for three seconds and returns the transactions per second. */
    double rate() throws Exception {
        List<Future<Long>> written = new ArrayList<>();
        long start = System.nanoTime();
        long end = start + PHASE.toNanos();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int shard = 0; shard < platform.shards().size(); shard++) {
                for (int i = 0; i < CONNECTIONS_PER_SHARD; i++) {
                    int number = shard;
                    int bucket = shard * EventInsert.BUCKETS_PER_SHARD + i;
                    written.add(threads.submit(() -> write(platform.shards().get(number), bucket, end)));
                }
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long all = 0;
        for (Future<Long> one : written) {
            all += countOf(one);
        }
        remove();
        return all / seconds;
    }

    private static long countOf(Future<Long> one) throws Exception {
        try {
            return one.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the baseline transactions failed", failed.getCause());
        }
    }

    /** The user who owns all rows of a bucket. */
    private static UUID owner(int bucket) {
        return new UUID(VERSION_AND_VARIANT | bucket, 0xBE4CL);
    }

    private long write(Shard shard, int bucket, long end) throws SQLException {
        long count = 0;
        try (Connection connection =
                        DriverManager.getConnection(shard.jdbcUrl(database), database.role(), database.password());
                PreparedStatement key = connection.prepareStatement(KEY);
                PreparedStatement payment = connection.prepareStatement(PAYMENT);
                PreparedStatement events = connection.prepareStatement(EVENTS)) {
            connection.setAutoCommit(false);
            while (System.nanoTime() < end) {
                UUID random = UUID.randomUUID();
                UUID id = new UUID(
                        random.getMostSignificantBits() & ~0xFFFFL | VERSION_AND_VARIANT | bucket,
                        random.getLeastSignificantBits());
                writeKey(key, bucket, id);
                writePayment(payment, bucket, id);
                writeEvent(events, bucket, id);
                connection.commit();
                count++;
            }
        }
        return count;
    }

    private void writeKey(PreparedStatement key, int bucket, UUID id) throws SQLException {
        key.setInt(1, bucket);
        key.setObject(2, owner(bucket));
        key.setString(3, id.toString());
        key.setBytes(4, hash);
        key.setObject(5, id);
        key.setObject(6, id);
        key.setString(7, "/api/payments/" + id);
        key.setString(8, ANSWER.formatted(id));
        key.executeUpdate();
    }

    private void writePayment(PreparedStatement payment, int bucket, UUID id) throws SQLException {
        payment.setInt(1, bucket);
        payment.setObject(2, id);
        payment.setInt(3, bucket);
        payment.setObject(4, id);
        payment.setObject(5, owner(bucket));
        payment.setString(6, ITEMS.formatted(id));
        payment.setBytes(7, hash);
        payment.executeUpdate();
    }

    private void writeEvent(PreparedStatement events, int bucket, UUID id) throws SQLException {
        events.setInt(1, bucket);
        events.setObject(2, id);
        events.setString(3, Topics.PAYMENT_EVENTS);
        events.setObject(4, id);
        events.setBytes(5, hash);
        events.setInt(6, bucket);
        events.setObject(7, id);
        events.setString(8, Topics.PAYMENT_EVENTS);
        events.setString(9, id.toString());
        events.setObject(10, id);
        events.setString(11, EVENT.formatted(id));
        events.executeUpdate();
    }

    /** Deletes the rows of all runs, including those of an interrupted benchmark. */
    void remove() throws SQLException {
        for (int number = 0; number < platform.shards().size(); number++) {
            try (Connection connection = DriverManager.getConnection(
                            platform.shards().get(number).jdbcUrl(database),
                            database.ownerRole(),
                            database.ownerPassword());
                    PreparedStatement remove = connection.prepareStatement("""
                            with paid as (
                                delete from payment where bucket = ? and user_id = ? returning bucket, payment_id),
                            steps as (
                                delete from payment_history using paid
                                where payment_history.bucket = paid.bucket and payment_history.payment_id = paid.payment_id),
                            events as (
                                delete from event_history using paid
                                where event_history.bucket = paid.bucket and event_id = paid.payment_id)
                            delete from idempotency_key where bucket = ? and user_id = ?
                            """)) {
                for (int i = 0; i < CONNECTIONS_PER_SHARD; i++) {
                    int bucket = number * EventInsert.BUCKETS_PER_SHARD + i;
                    remove.setInt(1, bucket);
                    remove.setObject(2, owner(bucket));
                    remove.setInt(3, bucket);
                    remove.setObject(4, owner(bucket));
                    remove.executeUpdate();
                }
            }
        }
    }
}
