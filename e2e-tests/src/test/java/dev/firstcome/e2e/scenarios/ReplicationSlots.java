package dev.firstcome.e2e.scenarios;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.PlatformDescription.Database;
import dev.firstcome.local.PlatformDescription.Shard;
import dev.firstcome.testsupport.Eventually;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Drops the replication slots of a service's outbox with the privileges of its relay role. */
final class ReplicationSlots {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private ReplicationSlots() {}

    /** Drops the slot on each shard. It retries while the server still regards the slot as active. */
    static void drop(PlatformDescription platform, String service) {
        Database database = platform.database(service);
        for (Shard shard : platform.shards()) {
            Eventually.holds("the slot on " + shard.name() + " is dropped", BOUND, () -> drop(shard, database));
        }
    }

    private static boolean drop(Shard shard, Database database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        shard.jdbcUrl(database), database.relayRole(), database.relayPassword());
                Statement statement = connection.createStatement()) {
            return statement.execute("select pg_drop_replication_slot('outbox_" + database.name() + "')");
        }
    }
}
