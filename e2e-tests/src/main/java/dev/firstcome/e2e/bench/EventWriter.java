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

/** Appends events as user-service does, one connection for each shard. For one thread. */
final class EventWriter implements AutoCloseable {
    private final long run;
    private final List<Connection> connections = new ArrayList<>();
    private final List<EventInsert> inserts = new ArrayList<>();
    private long number;

    /** @param run marks the events of this writer: the first half of their ids */
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

    /** One event in a transaction of its own; gives the second half of its id, as soon as it is committed. */
    long commitOne() throws SQLException {
        number++;
        int shard = (int) (number % inserts.size());
        inserts.get(shard).execute(bucket(shard), new UUID(run, number));
        connections.get(shard).commit();
        return number;
    }

    /** So many events, many in each transaction. */
    void commitMany(int count, int inEach) throws SQLException {
        int left = count;
        for (int shard = 0; left > 0; shard = (shard + 1) % inserts.size()) {
            int now = Math.min(inEach, left);
            for (int i = 0; i < now; i++) {
                number++;
                inserts.get(shard).add(bucket(shard), new UUID(run, number));
            }
            inserts.get(shard).executeAdded();
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
