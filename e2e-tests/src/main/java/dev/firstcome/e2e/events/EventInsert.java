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
 * The statement by which user-service tells of a change, with its line in the history, for whoever needs more of them, or
 * transactions that stay open for longer, than calls of the service give. The connection is of the service's role.
 */
public final class EventInsert implements AutoCloseable {
    /** The first bucket of the n-th of two shards is n times this. */
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

    /** One event about a user of its own, who has the event's id. */
    public void execute(int bucket, UUID id) throws SQLException {
        set(bucket, id);
        statement.executeUpdate();
    }

    /** The same, to be written with others. */
    public void add(int bucket, UUID id) throws SQLException {
        set(bucket, id);
        statement.addBatch();
    }

    public void executeAdded() throws SQLException {
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
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
