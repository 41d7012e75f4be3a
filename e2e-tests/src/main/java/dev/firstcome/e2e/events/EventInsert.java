package dev.firstcome.e2e.events;

import dev.firstcome.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/**
 * The statement that user-service executes to append an event to its outbox and its event history. Load tests need more
 * events or longer transactions than the service's API produces. The connection must have the service's role.
 */
public final class EventInsert implements AutoCloseable {
    /** The number of buckets per shard: with two shards, the first bucket of shard n is n times this number. */
    public static final int BUCKETS_PER_SHARD = 2048;

    private static final String SQL = """
            with history as (
                insert into event_history (bucket, event_id, topic, aggregate_id, version, payload_hash)
                values (?, ?, ?, ?, 1, ?))
            insert into outbox (bucket, event_id, topic, key, type, aggregate_id, version, payload, occurred_at)
            values (?, ?, ?, ?, 'user.changed.v1', ?, 1, ?, now())
            """;

    private final PreparedStatement statement;

    public EventInsert(Connection connection) throws SQLException {
        this.statement = connection.prepareStatement(SQL);
    }

    /** Inserts one event about a new user whose id is the event's id. */
    public void execute(int bucket, UUID id) throws SQLException {
        set(bucket, id);
        statement.executeUpdate();
    }

    /** Adds the event to the statement's batch. */
    public void addToBatch(int bucket, UUID id) throws SQLException {
        set(bucket, id);
        statement.addBatch();
    }

    public void executeBatch() throws SQLException {
        statement.executeBatch();
    }

    private void set(int bucket, UUID id) throws SQLException {
        String payload =
                "{\"userId\":\"%s\",\"version\":1,\"language\":\"en\",\"roles\":[],\"segments\":[]}".formatted(id);
        statement.setInt(1, bucket);
        statement.setObject(2, id);
        statement.setString(3, Topics.USER_EVENTS);
        statement.setObject(4, id);
        statement.setBytes(5, sha256(payload));
        statement.setInt(6, bucket);
        statement.setObject(7, id);
        statement.setString(8, Topics.USER_EVENTS);
        statement.setString(9, id.toString());
        statement.setObject(10, id);
        statement.setString(11, payload);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK provides SHA-256", impossible);
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
