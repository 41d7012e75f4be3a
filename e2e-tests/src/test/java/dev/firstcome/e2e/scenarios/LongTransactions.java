package dev.firstcome.e2e.scenarios;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.events.EventInsert;
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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Open transactions on the payment shards that have appended an event. They model a manual session, because the service
 * ends its own transactions after some seconds. No consumer handles their event type.
 */
final class LongTransactions implements AutoCloseable {
    private static final String SQL = """
        with history as (
            insert into event_history (bucket, event_id, topic, aggregate_id, version, payload_hash)
            values (?, ?, ?, ?, 1, ?))
        insert into outbox (bucket, event_id, topic, key, type, aggregate_id, version, payload, occurred_at)
        values (?, ?, ?, ?, 'scenario.ignored.v1', ?, 1, ?, now())
        """;

    private final List<Connection> open = new ArrayList<>();

    /** Begins this number of transactions on each shard. */
    static LongTransactions begin(PlatformDescription platform, int count)
            throws SQLException, GeneralSecurityException {
        LongTransactions transactions = new LongTransactions();
        Database database = platform.database(ServiceDefinition.PAYMENT);
        for (int shard = 0; shard < platform.shards().size(); shard++) {
            for (int i = 0; i < count; i++) {
                transactions.begin(platform.shards().get(shard), database, shard * EventInsert.BUCKETS_PER_SHARD + i);
            }
        }
        return transactions;
    }

    private void begin(Shard shard, Database database, int bucket) throws SQLException, GeneralSecurityException {
        Connection connection =
                DriverManager.getConnection(shard.jdbcUrl(database), database.ownerRole(), database.ownerPassword());
        open.add(connection);
        connection.setAutoCommit(false);
        UUID id = UUID.randomUUID();
        String payload = "{\"paymentId\":\"" + id + "\",\"version\":1,\"state\":\"IGNORED\",\"items\":[]}";
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
    }

    int count() {
        return open.size();
    }

    void commit() throws SQLException {
        for (Connection connection : open) {
            connection.commit();
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : open) {
            connection.close();
        }
    }
}
