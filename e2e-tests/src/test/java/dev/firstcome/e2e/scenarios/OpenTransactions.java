package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.events.EventInsert;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.PlatformDescription.Database;
import dev.firstcome.local.PlatformDescription.Shard;
import dev.firstcome.local.layout.ServiceDefinition;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Transactions as another instance of user-service would have them open: each has appended an event and waits. They are
 * made here because a service's own are open for a millisecond, and what is to be shown is what a reader of the log does
 * that dies while many are.
 */
final class OpenTransactions implements AutoCloseable {
    private final List<Connection> open = new ArrayList<>();

    /** So many on each shard. */
    static OpenTransactions begin(PlatformDescription platform, int count) throws SQLException {
        OpenTransactions all = new OpenTransactions();
        Database database = platform.database(ServiceDefinition.USER);
        for (int shard = 0; shard < platform.shards().size(); shard++) {
            for (int i = 0; i < count; i++) {
                all.open(platform.shards().get(shard), database, shard * EventInsert.BUCKETS_PER_SHARD + i);
            }
        }
        return all;
    }

    private void open(Shard shard, Database database, int bucket) throws SQLException {
        Connection connection =
                DriverManager.getConnection(shard.jdbcUrl(database), database.role(), database.password());
        open.add(connection);
        connection.setAutoCommit(false);
        try (EventInsert insert = new EventInsert(connection)) {
            insert.execute(bucket, UUID.randomUUID());
        }
    }

    int count() {
        return open.size();
    }

    /** Every other is committed, the rest never was. */
    void end() throws SQLException {
        for (int i = 0; i < open.size(); i++) {
            try (Connection connection = open.get(i)) {
                if (i % 2 == 0) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
            }
        }
        open.clear();
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : open) {
            connection.close();
        }
    }
}
