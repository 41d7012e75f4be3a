package dev.firstcome.e2e.scenarios;

import dev.firstcome.contracts.Topics;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.PlatformDescription.Database;
import dev.firstcome.local.PlatformDescription.Shard;
import dev.firstcome.local.layout.ServiceDefinition;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A transaction on a shard of the payments that has appended an event and stays open, as a person's session may: the
 * service's own are ended after some seconds. Its event is of a type that nobody takes.
 */
final class LongTransaction implements AutoCloseable {
    private static final String SQL = """
            with history as (
                insert into event_history (bucket, event_id, topic, aggregate_id, version, payload_hash)
                values (?, ?, ?, ?, 1, ?))
            insert into outbox (bucket, event_id, topic, key, type, aggregate_id, version, payload, occurred_at)
            values (?, ?, ?, ?, 'scenario.nobodys.v1', ?, 1, ?, now())
            """;

    private final Connection connection;

    private LongTransaction(Connection connection) {
        this.connection = connection;
    }

    static LongTransaction begin(PlatformDescription platform, Shard shard, int bucket)
            throws SQLException, GeneralSecurityException {
        Database database = platform.database(ServiceDefinition.PAYMENT);
        Connection connection =
                DriverManager.getConnection(shard.jdbcUrl(database), database.ownerRole(), database.ownerPassword());
        connection.setAutoCommit(false);
        UUID id = UUID.randomUUID();
        String payload = "{\"paymentId\":\"" + id + "\",\"version\":1,\"state\":\"NOBODYS\",\"items\":[]}";
        try (PreparedStatement insert = connection.prepareStatement(SQL)) {
            insert.setInt(1, bucket);
            insert.setObject(2, id);
            insert.setString(3, Topics.PAYMENT_EVENTS);
            insert.setObject(4, id);
            insert.setBytes(5, MessageDigest.getInstance("SHA-256").digest(payload.getBytes(StandardCharsets.UTF_8)));
            insert.setInt(6, bucket);
            insert.setObject(7, id);
            insert.setString(8, Topics.PAYMENT_EVENTS);
            insert.setString(9, id.toString());
            insert.setObject(10, id);
            insert.setString(11, payload);
            insert.executeUpdate();
        }
        return new LongTransaction(connection);
    }

    void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
