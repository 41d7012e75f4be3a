package dev.firstcome.e2e.scenarios;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.PlatformDescription.Database;
import dev.firstcome.local.PlatformDescription.Shard;
import dev.firstcome.local.layout.ServiceDefinition;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Measures how far the replica of a shard is behind its primary, in bytes of WAL. */
final class ReplicaLag implements AutoCloseable {
    private final Connection primary;
    private final Connection replica;

    private ReplicaLag(Connection primary, Connection replica) {
        this.primary = primary;
        this.replica = replica;
    }

    static ReplicaLag of(PlatformDescription platform, Shard shard) throws SQLException {
        Database database = platform.database(ServiceDefinition.USER);
        String replicaUrl = shard.jdbcUrl(database, shard.replicaPorts().getFirst());
        Connection primary = DriverManager.getConnection(shard.jdbcUrl(database), database.role(), database.password());
        try {
            return new ReplicaLag(
                    primary, DriverManager.getConnection(replicaUrl, database.role(), database.password()));
        } catch (SQLException e) {
            primary.close();
            throw e;
        }
    }

    /** Commits a WAL message of at least this size and returns its LSN. */
    String write(int bytes) throws SQLException {
        return queryText(primary, "select pg_logical_emit_message(true, 'links', repeat('x', " + bytes + "))::text");
    }

    /** Whether the replica has replayed the WAL up to this LSN. */
    boolean hasReplayed(String lsn) throws SQLException {
        return bytesUntil(lsn) <= 0;
    }

    /** The number of WAL bytes that the replica has not replayed. */
    long lagBytes() throws SQLException {
        return bytesUntil(queryText(primary, "select pg_current_wal_lsn()::text"));
    }

    private long bytesUntil(String lsn) throws SQLException {
        return Long.parseLong(
                queryText(replica, "select pg_wal_lsn_diff('" + lsn + "', pg_last_wal_replay_lsn())::bigint::text"));
    }

    private static String queryText(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public void close() throws SQLException {
        replica.close();
        primary.close();
    }
}
