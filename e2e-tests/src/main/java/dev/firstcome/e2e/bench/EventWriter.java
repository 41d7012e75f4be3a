package dev.firstcome.e2e.bench;

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

/** Appends events in the same way as user-service, with one connection per shard. Not thread-safe. */
final class EventWriter implements AutoCloseable {
    private final long run;
    private final List<Connection> connections = new ArrayList<>();
    private final List<EventInsert> inserts = new ArrayList<>();
    private long number;

    /** @param run the upper half of the event ids, which identifies the events of this writer */
    EventWriter(PlatformDescription platform, long run) throws SQLException {
        this.run = run;
        Database database = platform.database(ServiceDefinition.USER);
        for (Shard shard : platform.shards()) {
            Connection connection =
                    DriverManager.getConnection(shard.jdbcUrl(database), database.role(), database.password());
            connection.setAutoCommit(false);
            connections.add(connection);
            inserts.add(new EventInsert(connection));
        }
    }

    /** Commits one event in its own transaction and returns the lower half of its id. */
    long commitOne() throws SQLException {
        number++;
        int shard = (int) (number % inserts.size());
        inserts.get(shard).execute(bucket(shard), new UUID(run, number));
        connections.get(shard).commit();
        return number;
    }

    /** Commits this number of events in transactions of {@code batchSize} events. */
    void commitMany(int count, int batchSize) throws SQLException {
        int left = count;
        for (int shard = 0; left > 0; shard = (shard + 1) % inserts.size()) {
            int now = Math.min(batchSize, left);
            for (int i = 0; i < now; i++) {
                number++;
                inserts.get(shard).addToBatch(bucket(shard), new UUID(run, number));
            }
            inserts.get(shard).executeBatch();
            connections.get(shard).commit();
            left -= now;
        }
    }

    private int bucket(int shard) {
        return shard * EventInsert.BUCKETS_PER_SHARD + (int) (number % EventInsert.BUCKETS_PER_SHARD);
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
