package dev.firstcome.e2e.verifier.collect;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.PlatformDescription.Database;
import dev.firstcome.local.PlatformDescription.Shard;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Queries the service databases on the shards with the roles of the services. Not thread-safe. */
public final class ShardRows implements AutoCloseable {
    private final PlatformDescription platform;

    /** The open connections by JDBC URL; null if every query uses a new connection. */
    private final @Nullable Map<String, Connection> connections;

    private ShardRows(PlatformDescription platform, @Nullable Map<String, Connection> connections) {
        this.platform = platform;
        this.connections = connections;
    }

    /** Opens a connection per query, because a server may stop or fail over between two queries. */
    static ShardRows connectingPerQuery(PlatformDescription platform) {
        return new ShardRows(platform, null);
    }

    /** Keeps connections open until {@link #close()}; for many queries on a healthy platform. */
    public static ShardRows keepingConnections(PlatformDescription platform) {
        return new ShardRows(platform, new HashMap<>());
    }

    /** Maps the current row to a value. */
    interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /** Runs the query on the given databases of all shards. */
    <T> List<T> of(List<Database> databases, String query, RowMapper<T> mapper) {
        return platform.shards().stream()
                .flatMap(
                        shard -> databases.stream().flatMap(database -> ofOne(shard, database, query, mapper).stream()))
                .toList();
    }

    <T> List<T> ofOne(Shard shard, Database database, String query, RowMapper<T> mapper) {
        try {
            if (connections != null) {
                return readReusingConnection(connections, shard, database, query, mapper);
            }
            try (Connection connection = connect(shard, database)) {
                return read(connection, query, mapper);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "Cannot query %s on %s: %s".formatted(database.name(), shard.name(), query), e);
        }
    }

    private static <T> List<T> read(Connection connection, String query, RowMapper<T> mapper) throws SQLException {
        List<T> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(mapper.map(rows));
            }
        }
        return found;
    }

    private static <T> List<T> readReusingConnection(
            Map<String, Connection> connections, Shard shard, Database database, String query, RowMapper<T> mapper)
            throws SQLException {
        try {
            return read(connection(connections, shard, database), query, mapper);
        } catch (SQLException e) {
            // The next query opens a new connection.
            Connection broken = connections.remove(shard.jdbcUrl(database));
            if (broken != null) {
                close(broken);
            }
            throw e;
        }
    }

    private static Connection connection(Map<String, Connection> connections, Shard shard, Database database)
            throws SQLException {
        String url = shard.jdbcUrl(database);
        Connection known = connections.get(url);
        if (known == null) {
            known = connect(shard, database);
            connections.put(url, known);
        }
        return known;
    }

    private static Connection connect(Shard shard, Database database) throws SQLException {
        return DriverManager.getConnection(shard.jdbcUrl(database), database.role(), database.password());
    }

    @Override
    public void close() {
        if (connections != null) {
            connections.values().forEach(ShardRows::close);
            connections.clear();
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("A connection cannot be closed", e);
        }
    }
}
