package dev.firstcome.e2e.judge.collect;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.PlatformDescription.Database;
import dev.firstcome.local.PlatformDescription.Shard;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Rows of the services' databases, as their own roles may read them. */
final class ShardRows {
    private ShardRows() {}

    /** One row as a value. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Of all shards and these databases. */
    static <T> List<T> of(PlatformDescription platform, List<Database> databases, String query, Row<T> form) {
        return platform.shards().stream()
                .flatMap(shard -> databases.stream().flatMap(database -> ofOne(shard, database, query, form).stream()))
                .toList();
    }

    static <T> List<T> ofOne(Shard shard, Database database, String query, Row<T> form) {
        List<T> found = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(shard.jdbcUrl(database), database.role(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(form.of(rows));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "%s of %s cannot be read: %s".formatted(database.name(), shard.name(), query), e);
        }
    }
}
