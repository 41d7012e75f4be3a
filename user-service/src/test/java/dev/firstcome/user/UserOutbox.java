package dev.firstcome.user;

import dev.firstcome.contracts.Topics;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.ShardMap;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.StallRetry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The outbox tables and replication slots of user-service on all shards, as tests read and disturb them. */
final class UserOutbox {
    private static final PlatformDescription PLATFORM = SharedInfrastructure.get();
    private static final PlatformDescription.Database DATABASE = PLATFORM.database("user-service");
    private static final Duration BOUND = Duration.ofSeconds(30);

    private UserOutbox() {}

    static long rows() {
        return count("outbox");
    }

    /** Whether the relay of each shard reads its slot, and has published all earlier rows. */
    static boolean isRead() {
        int shards = PLATFORM.shards().size();
        return activeSlots() == shards && count("outbox_slot where table_told") == shards;
    }

    static long activeSlots() {
        return slots("count(*) filter (where active)");
    }

    /** Returns the bytes of WAL that the slots retain. */
    static long lag() {
        return slots("coalesce(sum(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)), 0)::bigint");
    }

    private static long count(String from) {
        return sum("select count(*) from " + from, DATABASE.role(), DATABASE.password());
    }

    private static long slots(String expression) {
        return sum(
                "select " + expression + " from pg_replication_slots where slot_name = 'outbox_users'",
                DATABASE.relayRole(),
                DATABASE.relayPassword());
    }

    private static long sum(String sql, String role, String password) {
        long sum = 0;
        for (PlatformDescription.Shard shard : PLATFORM.shards()) {
            try (Connection connection = DriverManager.getConnection(shard.jdbcUrl(DATABASE), role, password);
                    Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery(sql)) {
                found.next();
                sum += found.getLong(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        return sum;
    }

    /** Inserts one event for each user without its history row. */
    static void insert(List<UUID> users, Function<UUID, byte[]> payload) throws SQLException {
        ShardMap map = new ShardMap(
                PLATFORM.shards().stream().map(PlatformDescription.Shard::name).toList());
        for (PlatformDescription.Shard shard : PLATFORM.shards()) {
            try (Connection connection =
                            DriverManager.getConnection(shard.jdbcUrl(DATABASE), DATABASE.role(), DATABASE.password());
                    PreparedStatement row = connection.prepareStatement(
                            "insert into outbox (bucket, event_id, topic, key, type, aggregate_id, version, payload,"
                                    + " occurred_at) values (?, ?, ?, ?, 'user.changed.v1', ?, 1, ?, now())")) {
                for (UUID user : users) {
                    if (map.shardOf(BucketedIds.bucketOf(user)).equals(shard.name())) {
                        row.setInt(1, BucketedIds.bucketOf(user).number());
                        row.setObject(2, UUID.randomUUID());
                        row.setString(3, Topics.USER_EVENTS);
                        row.setString(4, user.toString());
                        row.setObject(5, user);
                        row.setString(6, new String(payload.apply(user), StandardCharsets.UTF_8));
                        StallRetry.run(row::executeUpdate);
                    }
                }
            }
        }
    }

    static void writeToAnotherTable() {
        for (PlatformDescription.Shard shard : PLATFORM.shards()) {
            try (Connection owner = asOwner(shard);
                    Statement statement = owner.createStatement()) {
                statement.execute("create table others as select repeat('x', 1000) from generate_series(1, 4000)");
                statement.execute("drop table others");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Opens a transaction with an assigned id on each shard. A new slot waits until it ends. */
    static void openTransactions(List<Connection> open) throws SQLException {
        for (PlatformDescription.Shard shard : PLATFORM.shards()) {
            Connection connection = asOwner(shard);
            open.add(connection);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("select pg_current_xact_id()");
            }
        }
    }

    private static Connection asOwner(PlatformDescription.Shard shard) throws SQLException {
        return DriverManager.getConnection(shard.jdbcUrl(DATABASE), DATABASE.ownerRole(), DATABASE.ownerPassword());
    }

    /** Drops the slots. An active slot cannot be dropped, so its reader is terminated first. */
    static void dropSlots() throws SQLException {
        asRelay(statement -> Eventually.holds("the slot is dropped", BOUND, () -> drop(statement)));
    }

    /** Throws while the slot is still active. */
    private static boolean drop(Statement statement) throws SQLException {
        statement.execute("select pg_terminate_backend(active_pid) from pg_replication_slots"
                + " where slot_name = 'outbox_users' and active_pid is not null");
        statement.execute("select pg_drop_replication_slot('outbox_users')");
        return true;
    }

    /** Terminates the sessions that read the slots. */
    static void terminateReaders() throws SQLException {
        asRelay(statement -> statement.execute("select pg_terminate_backend(active_pid) from pg_replication_slots"
                + " where slot_name = 'outbox_users' and active_pid is not null"));
    }

    /** Terminates every session of the relay's role: those of the engines, and those with the leadership. */
    static void terminateRelaySessions() throws SQLException {
        asRelay(statement -> statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where usename = current_user and pid <> pg_backend_pid()"));
    }

    private interface SqlAction {
        void run(Statement statement) throws SQLException;
    }

    private static void asRelay(SqlAction action) throws SQLException {
        for (PlatformDescription.Shard shard : PLATFORM.shards()) {
            try (Connection connection = DriverManager.getConnection(
                            shard.jdbcUrl(DATABASE), DATABASE.relayRole(), DATABASE.relayPassword());
                    Statement statement = connection.createStatement()) {
                action.run(statement);
            }
        }
    }
}
