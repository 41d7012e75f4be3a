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
 * Uncommitted transactions, each with one outbox event, as another instance of user-service would hold them. The
 * service's own transactions last about a millisecond. A test of a relay crash during open transactions needs longer
 * ones.
 */
final class OpenTransactions implements AutoCloseable {
    private final List<Connection> open = new ArrayList<>();

    /** Opens {@code count} transactions on each shard. */
    static OpenTransactions open(PlatformDescription platform, int count) throws SQLException {
        OpenTransactions all = new OpenTransactions();
        Database database = platform.database(ServiceDefinition.USER);
        for (int shard = 0; shard < platform.shards().size(); shard++) {
            for (int i = 0; i < count; i++) {
                all.openOn(platform.shards().get(shard), database, shard * EventInsert.BUCKETS_PER_SHARD + i);
            }
        }
        return all;
    }

    private void openOn(Shard shard, Database database, int bucket) throws SQLException {
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

    /** Commits every second transaction and rolls back the others. */
    void commitEveryOther() throws SQLException {
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
