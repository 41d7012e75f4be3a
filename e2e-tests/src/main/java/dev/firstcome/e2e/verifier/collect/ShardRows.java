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

/** Rows of the services' databases, as their own roles may read them. For one thread at a time. */
public final class ShardRows implements AutoCloseable {
    private final PlatformDescription platform;

    /** By their addresses; null where each query has a connection of its own. */
    private final @Nullable Map<String, Connection> kept;

    private ShardRows(PlatformDescription platform, @Nullable Map<String, Connection> kept) {
        this.platform = platform;
        this.kept = kept;
    }

    /** With a connection for each query: servers may end between two of them, or others lead. */
    static ShardRows afresh(PlatformDescription platform) {
        return new ShardRows(platform, null);
    }

    /** With connections that are kept until this is closed: for many queries while all is well. */
    public static ShardRows connected(PlatformDescription platform) {
        return new ShardRows(platform, new HashMap<>());
    }

    /** One row as a value. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Of all shards and these databases. */
    <T> List<T> of(List<Database> databases, String query, Row<T> form) {
        return platform.shards().stream()
                .flatMap(shard -> databases.stream().flatMap(database -> ofOne(shard, database, query, form).stream()))
                .toList();
    }

    <T> List<T> ofOne(Shard shard, Database database, String query, Row<T> form) {
        try {
            if (kept != null) {
                return readKept(kept, shard, database, query, form);
            }
            try (Connection connection = connect(shard, database)) {
                return read(connection, query, form);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "%s of %s cannot be read: %s".formatted(database.name(), shard.name(), query), e);
        }
    }

    private static <T> List<T> read(Connection connection, String query, Row<T> form) throws SQLException {
        List<T> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(form.of(rows));
            }
        }
        return found;
    }

    private static <T> List<T> readKept(
            Map<String, Connection> kept, Shard shard, Database database, String query, Row<T> form)
            throws SQLException {
        try {
            return read(connection(kept, shard, database), query, form);
        } catch (SQLException e) {
            // Whoever asks again gets another one.
            Connection broken = kept.remove(shard.jdbcUrl(database));
            if (broken != null) {
                close(broken);
            }
            throw e;
        }
    }

    private static Connection connection(Map<String, Connection> kept, Shard shard, Database database)
            throws SQLException {
        String url = shard.jdbcUrl(database);
        Connection known = kept.get(url);
        if (known == null) {
            known = connect(shard, database);
            kept.put(url, known);
        }
        return known;
    }

    private static Connection connect(Shard shard, Database database) throws SQLException {
        return DriverManager.getConnection(shard.jdbcUrl(database), database.role(), database.password());
    }

    @Override
    public void close() {
        if (kept != null) {
            kept.values().forEach(ShardRows::close);
            kept.clear();
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
