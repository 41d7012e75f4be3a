package dev.firstcome.e2e.scenarios;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription.Shard;
import dev.firstcome.local.layout.Secrets;
import dev.firstcome.testsupport.Eventually;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Fills and limits the write-ahead log of a database server as superuser. */
final class WriteAheadLog implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int MIB = 1 << 20;
    private static final int MIB_PER_STATEMENT = 8;

    private final Connection connection;

    private WriteAheadLog(Connection connection) {
        this.connection = connection;
    }

    static WriteAheadLog of(LocalPlatform platform, Shard shard) throws SQLException {
        String password = new Secrets(platform.layout().secrets()).password("postgres");
        Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/postgres".formatted(shard.host(), shard.port()), "postgres", password);
        return new WriteAheadLog(connection);
    }

    /** Limits the WAL that a replication slot retains, until this is closed. */
    void limitSlotRetention(String size) throws SQLException {
        execute("alter system set max_slot_wal_keep_size = '" + size + "'");
        execute("select pg_reload_conf()");
    }

    /** Writes this amount of WAL, no faster than the standby receives it. */
    void write(int mib) throws SQLException {
        for (int written = 0; written < mib; written += MIB_PER_STATEMENT) {
            execute("select pg_logical_emit_message(false, 'filler', repeat('x', %d)) from generate_series(1, %d)"
                    .formatted(MIB, MIB_PER_STATEMENT));
            Eventually.holds(
                    "the standby has received the WAL", BOUND, () -> isTrue("""
                    select coalesce(bool_and(pg_wal_lsn_diff(pg_current_wal_lsn(), flush_lsn) < %d), true)
                    from pg_stat_replication where application_name like 'pg%%'""".formatted(MIB_PER_STATEMENT * MIB)));
        }
    }

    /** Removes the WAL beyond the retention limit. */
    void checkpoint() throws SQLException {
        execute("checkpoint");
    }

    boolean isSlotLost(String slot) throws SQLException {
        return isTrue(
                "select coalesce(bool_or(wal_status = 'lost'), true) from pg_replication_slots where slot_name = '"
                        + slot + "'");
    }

    private void execute(String statement) throws SQLException {
        try (Statement once = connection.createStatement()) {
            once.execute(statement);
        }
    }

    private boolean isTrue(String query) throws SQLException {
        try (Statement once = connection.createStatement();
                ResultSet row = once.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        }
    }

    @Override
    public void close() throws SQLException {
        execute("alter system reset max_slot_wal_keep_size");
        execute("select pg_reload_conf()");
        connection.close();
    }
}
