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

/** A shard's primary and its replica, side by side: how far the one is behind the other, in bytes of the log. */
final class ReplicaLag implements AutoCloseable {
    private final Connection primary;
    private final Connection replica;

    private ReplicaLag(Connection primary, Connection replica) {
        this.primary = primary;
        this.replica = replica;
    }

    static ReplicaLag of(PlatformDescription platform, Shard shard) throws SQLException {
        Database database = platform.database(ServiceDefinition.USER);
        String follower = shard.jdbcUrl(database, shard.replicaPorts().getFirst());
        Connection primary = DriverManager.getConnection(shard.jdbcUrl(database), database.role(), database.password());
        try {
            return new ReplicaLag(primary, DriverManager.getConnection(follower, database.role(), database.password()));
        } catch (SQLException e) {
            primary.close();
            throw e;
        }
    }

    /** Commits something of so many bytes at least, and gives its place in the log. */
    String write(int bytes) throws SQLException {
        return ask(primary, "select pg_logical_emit_message(true, 'links', repeat('x', " + bytes + "))::text");
    }

    /** Whether the replica shows what stands there in the log. */
    boolean shows(String place) throws SQLException {
        return bytesTo(place) <= 0;
    }

    /** How many bytes of the primary's log it does not show yet. */
    long lag() throws SQLException {
        return bytesTo(ask(primary, "select pg_current_wal_lsn()::text"));
    }

    private long bytesTo(String place) throws SQLException {
        return Long.parseLong(
                ask(replica, "select pg_wal_lsn_diff('" + place + "', pg_last_wal_replay_lsn())::bigint::text"));
    }

    private static String ask(Connection connection, String question) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question);
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
